import { defineIndicator } from '../define.ts';
import { productMonths } from '../examples.ts';
import productMonth from '#datasets/product-month.ts';
import { ratio, sum } from '#formula/formula.ts';
import { filled } from '#formula/test.ts';

export default defineIndicator({
	id: 'approval-rate',
	code: 'M06-9',
	label: '产品审批通过率',
	english: 'Applications approved',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '当期审批通过笔数与申请笔数之比；只计两项都报送的产品。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(
		sum(productMonth, 'approvals', [filled('applications')]),
		sum(productMonth, 'applications', [filled('approvals')])
	),
	examples: [
		{
			says: '（30 + 10）÷（40 + 10）',
			given: productMonths,
			value: '4/5'
		}
	]
});
