import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { distinct } from '#formula/formula.ts';

export default defineIndicator({
	id: 'product-banks',
	code: 'M06-1a',
	label: '上架产品银行数',
	english: 'Banks with products on the shelf',
	clause: 6,
	unit: 'institution',
	nature: 'stock',
	better: 'higher',
	definition: '期末至少有一个产品上架的银行家数。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['kind'],
	formula: distinct(productShelf, 'institution'),
	examples: [
		{
			says: '两家银行各有产品：2 家',
			parameters: { productStaleDays: '90' },
			given: [
				{
					dataset: product,
					filer: 'bank01',
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
						}
					]
				},
				{
					dataset: product,
					filer: 'bank02',
					rows: [
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
						}
					]
				}
			],
			value: 2
		}
	]
});
