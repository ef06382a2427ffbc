import { defineIndicator } from '../define.ts';
import { productMonths } from '../examples.ts';
import productMonth from '#datasets/product-month.ts';
import { sum, toDate } from '#formula/formula.ts';

export default defineIndicator({
	id: 'drawdowns-to-date',
	code: 'M06-6',
	label: '产品累计发放笔数',
	short: '累计发放笔数',
	english: 'Drawdowns since listing',
	clause: 6,
	unit: 'deal',
	nature: 'flow',
	better: 'higher',
	definition: '各产品上架以来累计发放笔数之和（自本平台采集起）。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	comparisons: [],
	formula: toDate(sum(productMonth, 'drawdowns')),
	examples: [
		{
			says: '20 + 10 + 5',
			given: productMonths,
			value: 35
		}
	]
});
