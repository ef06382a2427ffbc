import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { distinct, yearToDate } from '#formula/formula.ts';
import { counted } from '../conditions.ts';

export default defineIndicator({
	id: 'policy-beneficiaries',
	code: 'M04-4',
	label: '政策资金惠及市场主体数',
	short: '惠及市场主体',
	english: 'Enterprises reached by policy funds',
	clause: 4,
	unit: 'household',
	nature: 'flow',
	better: 'higher',
	definition: '当年累计得到央行政策性资金支持的企业数，按统一社会信用代码去重，跨月、跨工具只计一户。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind', 'label'],
	comparisons: ['yearOnYear'],
	formula: yearToDate(distinct(policyFund, 'borrower', [counted])),
	examples: [
		{
			says: '甲一月、九月各一笔，乙九月一笔：2 户',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					month: '2026-01',
					rows: [{ amount: 1, basis: 'funds_issued', borrower: 'A' }]
				},
				{
					dataset: policyFund,
					rows: [
						{ amount: 1, basis: 'funds_issued', borrower: 'A' },
						{ amount: 1, basis: 'funds_issued', borrower: 'B' },
						{ amount: 1, basis: 'funds_issued', borrower: null }
					]
				}
			],
			value: 2
		}
	]
});
