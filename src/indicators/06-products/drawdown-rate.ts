import { defineIndicator } from '../define.ts';
import { productMonths } from '../examples.ts';
import productMonth from '#datasets/product-month.ts';
import { ratio, sum } from '#formula/formula.ts';
import { filled } from '#formula/test.ts';

export default defineIndicator({
	id: 'drawdown-rate',
	code: 'M06-9a',
	label: '产品申请发放率',
	english: 'Applications drawn',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当期发放笔数与申请笔数之比；只计报送申请笔数的产品。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(sum(productMonth, 'drawdowns', [filled('applications')]), sum(productMonth, 'applications')),
	examples: [
		{
			says: '（10 + 5）÷（40 + 10）',
			given: productMonths,
			value: '3/10'
		}
	]
});
