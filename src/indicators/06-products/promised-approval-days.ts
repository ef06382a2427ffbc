import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
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
			given: [
				{
					dataset: product,
					rows: [
						{
							productNo: '1',
							rateMin: 300_000,
							rateMax: 500_000,
							limitMax: 1,
							termMax: 12,
							approvalDays: 50,
							feedbackUrl: 'x',
							listedOn: '2025-01-01',
							updatedOn: '2026-09-01'
						},
						{
							productNo: '2',
							rateMin: null,
							rateMax: null,
							limitMax: 1,
							termMax: 12,
							approvalDays: 30,
							feedbackUrl: null,
							listedOn: '2025-01-01',
							updatedOn: '2026-06-01'
						},
						{
							productNo: '3',
							limitMax: 9,
							termMax: 99,
							listedOn: '2025-01-01',
							updatedOn: '2026-09-01',
							delistedOn: '2026-08-31'
						}
					]
				}
			],
			value: 4
		}
	]
});
