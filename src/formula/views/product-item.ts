import { code, flag, text } from '#datasets/define.ts';
import product from '#datasets/product.ts';
import productMonth from '#datasets/product-month.ts';
import { disclosureItems } from '../dimensions.ts';
import { defineView } from '../source.ts';
import { disclosed, drawnIn, onShelf } from './product-shelf.ts';

/** Six rows per product on the shelf: which of the notice's items it shows. */
export default defineView({
	id: 'product-item',
	label: '月末在架产品的公示要素',
	nature: 'stock',
	disclosed: true,
	from: [product, productMonth],
	reach: 'history',
	columns: {
		productNo: text('产品编号'),
		item: code('公示要素', disclosureItems),
		shown: flag('已公示')
	},
	dimensions: {
		institution: { by: 'filer' },
		kind: { by: 'filerKind' },
		product: { by: 'column', column: 'productNo' },
		item: { by: 'column', column: 'item' }
	},
	rows: (input, month) => {
		const drawn = drawnIn(input, month);
		return onShelf(input, month).flatMap((fact) =>
			Object.entries(disclosed(fact, drawn)).map(([item, shown]) => ({
				...fact,
				values: { productNo: fact.values.productNo!, item, shown }
			}))
		);
	}
});
