import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { ratio, sum, yearToDate } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { counted, fundsIssued } from '../conditions.ts';

export default defineIndicator({
	id: 'small-private-share',
	code: 'M04-5',
	label: '政策资金投向小微民营占比',
	short: '小微民营占比',
	english: 'Share of policy funds to small and private enterprises',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当年累计发放的央行政策性资金中，投向小微企业或民营企业的金额占比。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	formula: yearToDate(ratio(sum(policyFund, 'amount', [counted, isTrue('privateOrSmall')]), fundsIssued)),
	examples: [
		{
			says: '10 中 9',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					rows: [
						{ amount: 9, basis: 'funds_issued', privateOrSmall: true },
						{ amount: 1, basis: 'funds_issued', privateOrSmall: false }
					]
				}
			],
			value: '9/10'
		}
	]
});
