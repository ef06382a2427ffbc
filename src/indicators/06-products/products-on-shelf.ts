import { defineIndicator } from '../define.ts';
import { shelf } from '../examples.ts';
import productShelf from '#formula/views/product-shelf.ts';
import { count } from '#formula/formula.ts';

export default defineIndicator({
	id: 'products-on-shelf',
	code: 'M06-1',
	label: '上架科技信贷产品数',
	short: '在架产品',
	english: 'Products on the shelf',
	clause: 6,
	unit: 'item',
	nature: 'stock',
	better: 'higher',
	definition: '期末在科创金融产品专区上架、尚未下架的科技信贷产品数。',
	basis: '银管发〔2022〕98号（六）',
	every: 'month',
	filedBy: '银行（科技信贷产品、产品发放情况）',
	by: ['institution', 'kind', 'guarantee'],
	formula: count(productShelf),
	examples: [
		{
			says: '三个产品一个已下架：2 个',
			parameters: { productStaleDays: '90' },
			given: shelf,
			value: 2
		}
	]
});
