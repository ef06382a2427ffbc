import { previous } from '#core/period.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

/** 元 taken for 万元 makes ten thousand times; a loan paid down or drawn in a month does not come near a thousand. */
const factor = 1000;

export default defineFileCheck(corpLoanStock, {
	id: 'QR08',
	severity: 'quality',
	from: '2022-10',
	message: '同一借据余额较上期相差千倍以上，疑为元与万元混用',
	remedy: '请核对余额单位是否为元；属实的请说明',
	basis: '报表说明，本平台',
	*find(rows, context) {
		const before = context.rows(corpLoanStock, previous(context.period));
		if (!before) return;
		const last = new Map(before.map((row) => [`${row.loanNo} ${row.contractNo}`, row.balanceCny!]));
		for (const { row, line } of rows) {
			const known = last.get(`${row.loanNo} ${row.contractNo}`);
			const [small, large] = [Math.min(known ?? 0, row.balanceCny!), Math.max(known ?? 0, row.balanceCny!)];
			if (small <= 0 || large < small * factor) continue;
			yield { line, at: ['balanceCny'] } satisfies Failing<'balanceCny'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1', balanceCny: 50_000_000 }],
				others: { 'corp-loan-stock@2026-08': [{ loanNo: 'JJ1', contractNo: 'HT1', balanceCny: 500_000_000 }] }
			}
		],
		fail: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1', balanceCny: 50_000 }],
				others: { 'corp-loan-stock@2026-08': [{ loanNo: 'JJ1', contractNo: 'HT1', balanceCny: 500_000_000 }] }
			}
		]
	}
});
