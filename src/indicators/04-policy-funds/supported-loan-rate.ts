import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { weightedMean, yearToDate } from '#formula/formula.ts';
import { counted } from '../conditions.ts';

export default defineIndicator({
	id: 'supported-loan-rate',
	code: 'M04-6',
	label: '政策资金支持贷款加权平均利率',
	short: '支持贷款利率',
	english: 'Weighted rate of loans funded by policy funds',
	clause: 4,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '当年累计发放的央行政策性资金所支持贷款的利率，按资金发放金额加权；没有对应贷款利率的不计。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	formula: yearToDate(weightedMean(policyFund, 'loanRate', 'amount', [counted])),
	examples: [
		{
			says: '（3% × 100 + 4% × 300）÷ 400 = 3.75%，无利率的 600 不计',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					rows: [
						{ amount: 100, basis: 'funds_issued', loanRate: 300_000 },
						{ amount: 300, basis: 'funds_issued', loanRate: 400_000 },
						{ amount: 600, basis: 'funds_issued', loanRate: null }
					]
				}
			],
			value: 375000
		}
	]
});
