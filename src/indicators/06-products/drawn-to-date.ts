import { defineIndicator } from '../define.ts';
import { productMonths } from '../examples.ts';
import productMonth from '#datasets/product-month.ts';
import { sum, toDate } from '#formula/formula.ts';

export default defineIndicator({
	id: 'drawn-to-date',
	code: 'M06-6a',
	label: '产品累计发放金额',
	english: 'Amount drawn since listing',
	clause: 6,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '各产品上架以来累计发放金额之和（自本平台采集起）。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	comparisons: [],
	formula: toDate(sum(productMonth, 'amount')),
	examples: [
		{
			says: '900 + 100 + 50',
			given: productMonths,
			value: 1050
		}
	]
});
