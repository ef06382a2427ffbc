import productFeedback from '#datasets/product-feedback.ts';
import productMonth from '#datasets/product-month.ts';
import product from '#datasets/product.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck([productMonth, productFeedback], {
	id: 'QR04',
	severity: 'quality',
	from: '2022-10',
	needs: [product],
	message: '产品编号不在产品登记表中',
	remedy: '请核对产品编号；新上架的产品请先报送科技信贷产品',
	basis: '报表说明，本平台',
	*find(rows, context) {
		const products =
			context.dataset === productMonth.id ? (context.rows(product) ?? []) : context.allRows(product);
		const known = new Set(products.map(({ productNo }) => productNo));
		for (const { row, line } of rows) {
			if (!known.has(row.productNo)) yield { line, at: ['productNo'] } satisfies Failing<'productNo'>;
		}
	},
	examples: {
		pass: [{ rows: [{ productNo: 'P1' }], others: { product: [{ productNo: 'P1' }] } }],
		fail: [{ rows: [{ productNo: 'P2' }], others: { product: [{ productNo: 'P1' }] } }]
	}
});
