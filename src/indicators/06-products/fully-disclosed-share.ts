import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
import productMonth from '#datasets/product-month.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { count, ratio } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';

export default defineIndicator({
	id: 'fully-disclosed-share',
	code: 'M06-2a',
	label: '六项要素齐全产品占比',
	english: 'Products that disclose all six items',
	clause: 6,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '在架产品中六项公示要素全部齐全的产品占比。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: ratio(count(productShelf, [isTrue('complete')]), count(productShelf)),
	examples: [
		{
			says: '2 个中 1 个齐全',
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
				},
				{ dataset: productMonth, rows: [{ productNo: '1', drawdowns: 0 }] }
			],
			value: '1/2'
		}
	]
});
