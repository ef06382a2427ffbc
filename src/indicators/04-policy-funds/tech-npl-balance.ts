import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { sum } from '#formula/formula.ts';
import { onRoster } from '#formula/test.ts';
import { nonPerforming } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-npl-balance',
	code: 'M04-13a',
	label: '科创企业不良贷款余额',
	english: 'Non-performing technology loans',
	clause: 4,
	unit: 'yiYuan',
	nature: 'stock',
	better: 'lower',
	definition: '科创企业贷款余额中次级、可疑、损失类余额。',
	basis: '银管发〔2022〕98号（四）',
	every: 'quarter',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	breaks: newStandard,
	formula: sum(corpLoanStock, 'balanceCny', [onRoster('borrower'), nonPerforming]),
	examples: [
		{
			says: '1 + 2，关注类不计',
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
			value: 3
		}
	]
});
