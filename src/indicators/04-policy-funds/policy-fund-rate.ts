import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { weightedMean, yearToDate } from '#formula/formula.ts';
import { counted } from '../conditions.ts';

export default defineIndicator({
	id: 'policy-fund-rate',
	code: 'M04-6b',
	label: '政策资金加权平均利率',
	english: 'Weighted rate of policy funds',
	clause: 4,
	unit: 'annualRate',
	nature: 'rate',
	better: 'neither',
	definition: '当年累计发放的央行政策性资金的利率，按发放金额加权。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	formula: yearToDate(weightedMean(policyFund, 'rate', 'amount', [counted])),
	examples: [
		{
			says: '（1.25% × 300 + 1.75% × 100）÷ 400 = 1.375%',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					rows: [
						{ amount: 300, basis: 'funds_issued', rate: 125_000 },
						{ amount: 100, basis: 'funds_issued', rate: 175_000 }
					]
				}
			],
			value: 137500
		}
	]
});
