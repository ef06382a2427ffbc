import { dayNumber, endOf, type Period } from '#core/period.ts';
import { toNumber } from '#core/rational.ts';
import { guarantees } from '#codes/guarantee.ts';
import { codes, date, dec, flag, int, money, rate, text } from '#datasets/define.ts';
import product from '#datasets/product.ts';
import productMonth from '#datasets/product-month.ts';
import { defineView, type Fact, type Input } from '../source.ts';

/** The six items the notice wants shown, and whether a product shows them. */
export function disclosed(fact: Fact, drawn: ReadonlySet<string>): Record<string, boolean> {
	const has = (...columns: string[]): boolean =>
		columns.every(
			(column) =>
				fact.values[column] !== null && fact.values[column] !== undefined && fact.values[column] !== ''
		);
	return {
		rate: has('rateMin', 'rateMax'),
		limit: has('limitMax'),
		term: has('termMax'),
		approval: has('approvalDays'),
		drawdowns: drawn.has(`${fact.filer}\t${fact.values.productNo}`),
		feedback: has('feedbackUrl')
	};
}

/** Products on the shelf at the month's end: listed by then and not delisted. */
export const onShelf = (input: Input, month: Period): Fact[] =>
	input.rows(product, month).filter(({ values }) => {
		const gone = values.delistedOn;
		return typeof gone !== 'string' || gone === '' || gone > endOf(month);
	});

/** Products whose drawdowns of the month are known. */
export const drawnIn = (input: Input, month: Period): Set<string> =>
	new Set(
		input
			.rows(productMonth, month)
			.filter(({ values }) => values.drawdowns !== null && values.drawdowns !== undefined)
			.map(({ filer, values }) => `${filer}\t${values.productNo}`)
	);

/** Products on the shelf at the month's end, with what they disclose. */
export default defineView({
	id: 'product-shelf',
	label: '月末在架科技信贷产品',
	nature: 'stock',
	disclosed: true,
	from: [product, productMonth],
	reach: 'history',
	parameters: ['productStaleDays'],
	columns: {
		productNo: text('产品编号'),
		institution: text('银行'),
		rateMin: rate('年化利率下限'),
		rateMax: rate('年化利率上限'),
		rateSum: rate('年化利率上下限之和'),
		limitMax: money('最高额度'),
		termMax: int('期限上限(月)'),
		approvalDays: dec('承诺审批时间(工作日)', 1),
		guarantee: codes('担保方式', guarantees),
		updatedOn: date('更新日期'),
		complete: flag('六项公示要素齐全'),
		stale: flag('信息陈旧')
	},
	dimensions: {
		institution: { by: 'filer' },
		kind: { by: 'filerKind' },
		product: { by: 'column', column: 'productNo' },
		guarantee: { by: 'codes', column: 'guarantee' }
	},
	rows: (input, month) => {
		const drawn = drawnIn(input, month);
		const days = input.parameter('productStaleDays', endOf(month));
		return onShelf(input, month).map((fact) => {
			const { productNo, rateMin, rateMax, limitMax, termMax, approvalDays, guarantee, updatedOn } =
				fact.values;
			const age = typeof updatedOn === 'string' ? dayNumber(endOf(month)) - dayNumber(updatedOn) : 0;
			const rated = typeof rateMin === 'number' && typeof rateMax === 'number';
			return {
				...fact,
				values: {
					productNo: productNo!,
					institution: fact.filer,
					rateMin: rateMin ?? null,
					rateMax: rateMax ?? null,
					rateSum: rated ? rateMin + rateMax : null,
					limitMax: limitMax ?? null,
					termMax: termMax ?? null,
					approvalDays: approvalDays ?? null,
					guarantee: guarantee ?? null,
					updatedOn: updatedOn ?? null,
					complete: Object.values(disclosed(fact, drawn)).every(Boolean),
					stale: days !== null && age > toNumber(days)
				}
			};
		});
	}
});
