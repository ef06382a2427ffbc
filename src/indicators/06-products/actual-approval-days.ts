import { defineIndicator } from '../define.ts';
import productMonth from '#datasets/product-month.ts';
import { constant, product as times, ratio, sum, sumProduct } from '#formula/formula.ts';
import { filled } from '#formula/test.ts';

export default defineIndicator({
	id: 'actual-approval-days',
	code: 'M06-5c',
	label: '实际审批时间',
	english: 'Actual approval time',
	clause: 6,
	unit: 'workingDay',
	nature: 'ratio',
	better: 'lower',
	definition: '当期各产品实际审批时间按审批通过笔数加权的平均。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'product'],
	formula: ratio(
		sumProduct(productMonth, 'approvals', 'approvalDaysActual'),
		times(constant(10), sum(productMonth, 'approvals', [filled('approvalDaysActual')]))
	),
	examples: [
		{
			says: '（10 笔 × 4.5 + 30 笔 × 2.5）÷ 40 = 3 个工作日',
			given: [
				{
					dataset: productMonth,
					rows: [
						{ productNo: '1', approvals: 10, approvalDaysActual: 45 },
						{ productNo: '2', approvals: 30, approvalDaysActual: 25 },
						{ productNo: '3', approvals: 5, approvalDaysActual: null }
					]
				}
			],
			value: 3
		}
	]
});
