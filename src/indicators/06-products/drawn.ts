import { defineIndicator } from '../define.ts';
import { productMonths } from '../examples.ts';
import productMonth from '#datasets/product-month.ts';
import { sum } from '#formula/formula.ts';

export default defineIndicator({
	id: 'drawn',
	code: 'M06-6c',
	label: '产品当期发放金额',
	english: 'Amount drawn in the period',
	clause: 6,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'higher',
	definition: '当期在产品专区上架的科技信贷产品发放金额之和。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	formula: sum(productMonth, 'amount'),
	examples: [
		{
			says: '100 + 50',
			given: productMonths,
			value: 150
		}
	]
});
