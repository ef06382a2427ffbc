import { defineIndicator } from '../define.ts';
import { disclosedRates } from '../examples.ts';
import product from '#datasets/product.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { constant, median, ratio } from '#formula/formula.ts';

export default defineIndicator({
	id: 'median-disclosed-rate',
	code: 'M06-3b',
	label: '公示年化利率中位数',
	english: 'Median disclosed rate',
	clause: 6,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '在架产品公示的年化利率中值（上下限的平均）的中位数；未公示利率的产品不计。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: ratio(median(productShelf, 'rateSum'), constant(2)),
	examples: [
		{
			says: '中值 4.00% 与 3.20%：中位数 3.60%',
			parameters: { productStaleDays: '90' },
			given: disclosedRates,
			value: 360000
		},
		{
			says: '没有产品公示利率',
			parameters: { productStaleDays: '90' },
			given: [
				{ dataset: product, rows: [{ productNo: '3', rateMin: null, rateMax: null, listedOn: '2025-01-01' }] }
			],
			value: { missing: 'no-rows' }
		}
	]
});
