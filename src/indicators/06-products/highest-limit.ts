import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { greatest } from '#formula/formula.ts';

export default defineIndicator({
	id: 'highest-limit',
	code: 'M06-5',
	label: '产品最高额度',
	english: 'Highest credit limit',
	clause: 6,
	unit: 'wanYuan',
	nature: 'stock',
	better: 'higher',
	definition: '期末在架产品所公示最高额度中的最大值。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: greatest(productShelf, 'limitMax'),
	examples: [
		{
			says: '500 万元与 1000 万元，已下架的不计',
			parameters: { productStaleDays: '90' },
			given: [
				{
					dataset: product,
					rows: [
						{ productNo: '1', limitMax: 500_000_000, listedOn: '2025-01-01' },
						{ productNo: '2', limitMax: 1_000_000_000, listedOn: '2025-01-01' },
						{ productNo: '3', limitMax: 9_000_000_000, listedOn: '2025-01-01', delistedOn: '2026-08-31' }
					]
				}
			],
			value: 1_000_000_000
		}
	]
});
