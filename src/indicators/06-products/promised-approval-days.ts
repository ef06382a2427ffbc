import { defineIndicator } from '../define.ts';
import { shelf } from '../examples.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { constant, count, product as times, ratio, sum } from '#formula/formula.ts';
import { filled } from '#formula/test.ts';

export default defineIndicator({
	id: 'promised-approval-days',
	code: 'M06-5b',
	label: '承诺审批时间',
	english: 'Promised approval time',
	clause: 6,
	unit: 'workingDay',
	nature: 'ratio',
	better: 'lower',
	definition: '在架产品公示的审批时间的简单平均；未公示的产品不计。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: ratio(
		sum(productShelf, 'approvalDays'),
		times(constant(10), count(productShelf, [filled('approvalDays')]))
	),
	examples: [
		{
			says: '5.0 与 3.0 个工作日，平均 4.0',
			parameters: { productStaleDays: '90' },
			given: shelf,
			value: 4
		}
	]
});
