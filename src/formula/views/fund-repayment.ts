import { fundBases } from '#codes/fund-basis.ts';
import { policyTools } from '#codes/policy-tool.ts';
import { code, money, text } from '#datasets/define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { defineView } from '../source.ts';

/** Tranches that went back in the month: repaid or, with no word of that, due. */
export default defineView({
	id: 'fund-repayment',
	label: '当月归还的政策资金',
	nature: 'flow',
	cumulates: true,
	counterpart: policyFund,
	from: [policyFund],
	reach: 'history',
	columns: {
		trancheNo: text('资金编号'),
		tool: code('政策工具', policyTools),
		institution: text('承办机构'),
		basis: code('计量口径', fundBases),
		amount: money('归还金额'),
		borrower: text('借款人')
	},
	dimensions: {
		institution: { by: 'column', column: 'institution' },
		kind: { by: 'kindOf', column: 'institution' },
		tool: { by: 'tree', column: 'tool', list: policyTools }
	},
	rows: (input, month) =>
		input
			.months(policyFund, month)
			.flatMap((at) => input.rows(policyFund, at))
			.filter(({ values }) => String(values.repaidOn ?? values.dueOn ?? '').startsWith(month))
			.map((fact) => {
				const { trancheNo, tool, institution, basis, amount, borrower } = fact.values;
				return {
					...fact,
					month,
					values: {
						trancheNo: trancheNo!,
						tool: tool!,
						institution: institution!,
						basis: basis!,
						amount: amount!,
						borrower: borrower ?? null
					}
				};
			})
});
