import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { yearOnYear } from '#formula/formula.ts';
import { newStandard } from '../breaks.ts';
import techLoanBorrowers from './tech-loan-borrowers.ts';

export default defineIndicator({
	id: 'tech-borrower-growth',
	code: 'M04-9a',
	label: '科创企业贷款户数同比增速',
	english: 'Growth of technology borrowers',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '科创企业贷款户数与上年同期之比减一，按各期末名录匹配。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	comparisons: ['monthOnMonth', 'yearOnYear'],
	breaks: newStandard,
	formula: yearOnYear(techLoanBorrowers.formula),
	examples: [
		{
			says: '2 户 ÷ 1 户 － 1 = 100%',
			given: [
				{ dataset: corpLoanStock, month: '2025-09', rows: [{ borrower: 'A', balanceCny: 1 }] },
				{
					dataset: corpLoanStock,
					rows: [
						{ borrower: 'A', balanceCny: 1 },
						{ borrower: 'B', balanceCny: 1 }
					]
				}
			],
			roster: { A: ['HNTE'], B: ['HNTE'] },
			value: 1
		}
	]
});
