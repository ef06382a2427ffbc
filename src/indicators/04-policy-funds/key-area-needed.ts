import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import {
	constant,
	difference,
	parameterValue,
	positive,
	product,
	ratio,
	yearToDate
} from '#formula/formula.ts';
import { fundsIssued, fundsToKeyAreas } from '../conditions.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'key-area-needed',
	code: 'M04-1b',
	label: '达到目标尚需投向重点领域的金额',
	english: 'Issuance to key areas still needed',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'lower',
	definition:
		'假定以后发放的资金全部投向重点领域，达到目标占比还需发放的金额：（目标占比 × 累计发放额 － 重点领域金额）÷（1 － 目标占比），已达标的为零。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	comparisons: [],
	formula: yearToDate(
		positive(
			ratio(
				difference(product(parameterValue('keyAreaShare'), fundsIssued), fundsToKeyAreas),
				difference(constant(1), parameterValue('keyAreaShare'))
			)
		)
	),
	examples: [
		{
			says: '（0.5 × 160 － 65）÷ 0.5 = 30：发放后 95 ÷ 190 = 50%',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0', keyAreaShare: '0.5' },
			given: [vector],
			value: 3000
		},
		{
			says: '已超过目标',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0', keyAreaShare: '0.5' },
			given: [
				{
					dataset: policyFund,
					rows: [
						{ amount: 9, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 1, basis: 'funds_issued', keyArea: null }
					]
				}
			],
			value: 0
		}
	]
});
