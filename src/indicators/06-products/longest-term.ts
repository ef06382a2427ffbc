import { defineIndicator } from '../define.ts';
import product from '#datasets/product.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { greatest } from '#formula/formula.ts';

export default defineIndicator({
	id: 'longest-term',
	code: 'M06-5a',
	label: '产品最长期限',
	english: 'Longest term',
	clause: 6,
	unit: 'month',
	nature: 'stock',
	better: 'higher',
	definition: '期末在架产品所公示期限上限中的最大值。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: greatest(productShelf, 'termMax'),
	examples: [
		{
			says: '12 与 36 个月',
			parameters: { productStaleDays: '90' },
			given: [
				{
					dataset: product,
					rows: [
						{ productNo: '1', termMax: 12, listedOn: '2025-01-01' },
						{ productNo: '2', termMax: 36, listedOn: '2025-01-01' }
					]
				}
			],
			value: 36
		}
	]
});
