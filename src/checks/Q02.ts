import { previous } from '#core/period.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

const steady = ['size', 'borrowerIndustry', 'rateFixed', 'guarantee'] as const;

export default defineFileCheck(corpLoanStock, {
	id: 'Q02',
	severity: 'quality',
	eachRow: true,
	from: '2022-10',
	message: '同一借据的规模、行业、利率类型或担保方式与上期不同',
	remedy: '请核对；确有变更的请说明',
	basis: 'Q02，见于公开的银行报送程序',
	*find(rows, context) {
		const before = context.rows(corpLoanStock, previous(context.period));
		if (!before) return;
		const known = new Map(before.map((row) => [`${row.loanNo} ${row.contractNo}`, row]));
		for (const { row, line } of rows) {
			const last = known.get(`${row.loanNo} ${row.contractNo}`);
			const changed = last ? steady.filter((name) => last[name] !== row[name]) : [];
			if (!changed.length) continue;
			const said = changed.map((name) => {
				const { label, list } = corpLoanStock.columns[name];
				const shown = (code: string | null) =>
					code === null ? '空' : `${code} ${list!.at.get(code)?.label ?? ''}`.trim();
				return `${label}由 ${shown(last![name])} 变为 ${shown(row[name])}`;
			});
			yield { line, at: changed, message: `与上期不同：${said.join('；')}` } satisfies Failing<
				(typeof steady)[number]
			>;
		}
	},
	examples: {
		pass: [
			{ rows: [{ loanNo: 'JJ1', contractNo: 'HT1', size: 'CS03' }] },
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1', size: 'CS03' }],
				others: { 'corp-loan-stock@2026-08': [{ loanNo: 'JJ1', contractNo: 'HT1', size: 'CS03' }] }
			}
		],
		fail: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1', size: 'CS03' }],
				others: { 'corp-loan-stock@2026-08': [{ loanNo: 'JJ1', contractNo: 'HT1', size: 'CS02' }] }
			}
		]
	}
});
