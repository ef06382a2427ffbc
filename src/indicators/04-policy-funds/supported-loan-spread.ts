import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import policyFund from '#datasets/policy-fund.ts';
import { difference, weightedMean, yearToDate } from '#formula/formula.ts';
import { granted, priced } from '../conditions.ts';
import supportedLoanRate from './supported-loan-rate.ts';

export default defineIndicator({
	id: 'supported-loan-spread',
	code: 'M04-6a',
	label: '政策资金支持贷款与全部新发放单位贷款利差',
	english: 'Spread of funded loans over all new corporate loans',
	clause: 4,
	unit: 'basisPoint',
	nature: 'rate',
	better: 'lower',
	definition:
		'当年累计政策资金支持贷款加权平均利率减去同期全部新发放单位贷款加权平均利率；负值表示低于全部。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细），银行（贷款发生额）',
	by: ['institution', 'kind'],
	formula: difference(
		supportedLoanRate.formula,
		yearToDate(weightedMean(corpLoanFlow, 'rate', 'amountCny', [granted, priced]))
	),
	examples: [
		{
			says: '3.20% － 3.50% = －30个基点',
			parameters: { loansSupportedCount: '0' },
			given: [
				{ dataset: policyFund, rows: [{ amount: 100, basis: 'funds_issued', loanRate: 320_000 }] },
				{
					dataset: corpLoanFlow,
					rows: [
						{ direction: '1', amountCny: 100, rate: 300_000 },
						{ direction: '1', amountCny: 100, rate: 400_000 },
						{ direction: '0', amountCny: 900, rate: 900_000 }
					]
				}
			],
			value: -30000
		}
	]
});
