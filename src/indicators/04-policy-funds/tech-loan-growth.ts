import { defineIndicator } from '../define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { yearOnYear } from '#formula/formula.ts';
import { techBalance } from '../conditions.ts';
import { newStandard } from '../breaks.ts';

export default defineIndicator({
	id: 'tech-loan-growth',
	code: 'M04-8a',
	label: '科创企业贷款余额同比增速',
	english: 'Growth of loans to technology enterprises',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '科创企业贷款期末余额与上年同期之比减一，按各期末名录匹配；可比口径另列。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '银行（贷款明细），市科委、市经信局（名录）',
	by: ['institution', 'kind', 'label', 'district', 'size', 'industry', 'guarantee', 'ownership', 'term'],
	comparisons: ['monthOnMonth', 'yearOnYear'],
	breaks: newStandard,
	formula: yearOnYear(techBalance),
	examples: [
		{
			says: '110 ÷ 100 － 1 = 10%',
			given: [
				{ dataset: corpLoanStock, month: '2025-09', rows: [{ borrower: 'A', balanceCny: 100 }] },
				{ dataset: corpLoanStock, rows: [{ borrower: 'A', balanceCny: 110 }] }
			],
			roster: { A: ['HNTE'] },
			value: '1/10'
		},
		{
			says: '没有上年同期数据',
			given: [{ dataset: corpLoanStock, rows: [{ borrower: 'A', balanceCny: 110 }] }],
			roster: { A: ['HNTE'] },
			value: { missing: 'base-missing' }
		}
	]
});
