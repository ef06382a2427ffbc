import { previous } from '#core/period.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';
import { borrowersOfOthers } from './parts/borrowers.ts';

export default defineFileCheck(corpLoanFlow, {
	id: 'Q03',
	severity: 'quality',
	eachRow: true,
	from: '2022-10',
	message: '填为首次贷款，但借款人此前已有贷款，或另一家机构也填为首次贷款',
	remedy: '请向征信系统核验；属实的请说明核验方式',
	basis: 'Q03；银行自报的首次贷款只表示在本行首次',
	*find(rows, context) {
		const firsts = rows.filter(({ row }) => row.firstLoan && row.direction === '1');
		if (!firsts.length) return;
		const before = previous(context.period);
		const own = new Set(context.rows(corpLoanStock, before)?.map(({ borrower }) => borrower));
		const earlier = borrowersOfOthers(context, corpLoanStock, before);
		const claimed = borrowersOfOthers(context, corpLoanFlow, context.period, {
			firstLoan: true,
			direction: '1'
		});
		for (const { row, line } of firsts) {
			const borrower = row.borrower!;
			const message = own.has(borrower)
				? '借款人上期末在本机构已有贷款'
				: earlier.has(borrower)
					? '借款人上期末在其他机构已有贷款'
					: claimed.has(borrower)
						? '另一家机构本期也填该借款人为首次贷款'
						: null;
			if (message)
				yield { line, at: ['firstLoan', 'borrower'], message } satisfies Failing<'firstLoan' | 'borrower'>;
		}
	},
	examples: {
		pass: [
			{ rows: [{ borrower: '91110108MA0000015T', firstLoan: true, direction: '1' }] },
			{
				rows: [{ borrower: '91110108MA0000015T', firstLoan: false, direction: '1' }],
				others: { 'corp-loan-stock@2026-08': [{ borrower: '91110108MA0000015T' }] }
			}
		],
		fail: [
			{
				rows: [{ borrower: '91110108MA0000015T', firstLoan: true, direction: '1' }],
				others: { 'corp-loan-stock@2026-08': [{ borrower: '91110108MA0000015T' }] }
			},
			{
				rows: [{ borrower: '91110108MA0000015T', firstLoan: true, direction: '1' }],
				others: { 'corp-loan-flow': [{ borrower: '91110108MA0000015T', firstLoan: true, direction: '1' }] }
			}
		]
	}
});
