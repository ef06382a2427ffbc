import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { techGranted } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'new-tech-loans',
	code: 'M04-12a',
	label: '新发放科创企业贷款',
	english: 'New loans to technology enterprises',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期向名录内企业发放的单位贷款金额，不扣收回。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	breaks: newStandard,
	formula: techGranted,
	examples: [
		{
			says: '100 + 300',
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ borrower: 'A', direction: '1', amountCny: 100 },
						{ borrower: 'A', direction: '1', amountCny: 300 },
						{ borrower: 'A', direction: '0', amountCny: 500 }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: 400
		}
	]
});
