import { defineIndicator } from '../define.ts';
import { shelf } from '../examples.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { count } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { noneLeft } from '../status.ts';

export default defineIndicator({
	id: 'stale-products',
	code: 'M06-8',
	label: '信息陈旧产品数',
	short: '信息陈旧产品',
	english: 'Products with stale information',
	clause: 6,
	unit: 'item',
	nature: 'stock',
	better: 'lower',
	definition: '在架产品中，信息更新日期距期末超过90天的产品数。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	status: noneLeft,
	formula: count(productShelf, [isTrue('stale')]),
	examples: [
		{
			says: '6月1日更新，至9月30日 121 天，陈旧；9月1日更新的不算',
			parameters: { productStaleDays: '90' },
			given: shelf,
			value: 1
		}
	]
});
