import { defineIndicator } from '../define.ts';
import { disclosedRates } from '../examples.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { least } from '#formula/formula.ts';

export default defineIndicator({
	id: 'lowest-disclosed-rate',
	code: 'M06-3',
	label: '公示年化利率下限',
	english: 'Lowest disclosed rate',
	clause: 6,
	unit: 'annualRate',
	nature: 'rate',
	better: 'lower',
	definition: '在架产品公示的年化利率下限的最小值；年化利率按单利、含各项费用。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: least(productShelf, 'rateMin'),
	examples: [
		{
			says: '3.00% 与 2.80%：2.80%',
			parameters: { productStaleDays: '90' },
			given: disclosedRates,
			value: 280000
		}
	]
});
