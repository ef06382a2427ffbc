import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { ratio } from '#formula/formula.ts';
import { techBalance } from '../conditions.ts';
import { newStandard } from '../breaks.ts';
import techNplBalance from './tech-npl-balance.ts';

export default defineIndicator({
	id: 'tech-npl-ratio',
	code: 'M04-13',
	label: '科创企业贷款不良率',
	short: '不良率',
	english: 'Non-performing ratio of technology loans',
	clause: 4,
	unit: 'finePercent',
	nature: 'ratio',
	better: 'lower',
	definition: '科创企业贷款余额中次级、可疑、损失类余额占比。',
	basis: '银管发〔2022〕98号（四）',
	every: 'quarter',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	breaks: newStandard,
	formula: ratio(techNplBalance.formula, techBalance),
	examples: [
		{
			says: '（1 + 2）÷ 200 = 1.5%',
			given: [
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 1, quality: 'FQ03' },
						{ borrower: 'A', balanceCny: 2, quality: 'FQ05' },
						{ borrower: 'A', balanceCny: 197, quality: 'FQ02' }
					]
				}
			],
			roster: { A: ['TSME'] },
			value: '3/200'
		}
	]
});
