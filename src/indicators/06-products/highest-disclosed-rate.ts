import { defineIndicator } from '../define.ts';
import { disclosedRates } from '../examples.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { greatest } from '#formula/formula.ts';

export default defineIndicator({
	id: 'highest-disclosed-rate',
	code: 'M06-3a',
	label: '公示年化利率上限',
	english: 'Highest disclosed rate',
	clause: 6,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '在架产品公示的年化利率上限的最大值；年化利率按单利、含各项费用。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: greatest(productShelf, 'rateMax'),
	examples: [
		{
			says: '5.00% 与 3.60%：5.00%',
			parameters: { productStaleDays: '90' },
			given: disclosedRates,
			value: 500000
		}
	]
});
