import { endOf } from '#core/period.ts';
import { workingDaysBetween } from '#core/calendar.ts';
import { toNumber } from '#core/rational.ts';
import { flag, int, text, uscc } from '#datasets/define.ts';
import product from '#datasets/product.ts';
import productFeedback from '#datasets/product-feedback.ts';
import { defineView } from '../source.ts';

/** What enterprises said of products in the month, with the bank it concerns and whether it answered in time. */
export default defineView({
	id: 'feedback',
	label: '当月企业评价',
	nature: 'flow',
	from: [productFeedback, product],
	reach: 'month',
	parameters: ['feedbackReplyDays'],
	columns: {
		productNo: text('产品编号'),
		institution: text('银行'),
		score: int('评分'),
		complaint: flag('投诉'),
		timely: flag('按时限答复'),
		uscc: uscc('评价企业')
	},
	dimensions: {
		institution: { by: 'column', column: 'institution' },
		kind: { by: 'kindOf', column: 'institution' },
		product: { by: 'column', column: 'productNo' }
	},
	rows: (input, month) => {
		const banks = new Map(
			input.history(product, month).map(({ filer, values }) => [String(values.productNo), filer])
		);
		const days = input.parameter('feedbackReplyDays', endOf(month));
		return input.rows(productFeedback, month).map((fact) => {
			const { productNo, score, complaint, givenOn, repliedOn, uscc } = fact.values;
			const replied = typeof repliedOn === 'string' && repliedOn !== '';
			const timely =
				replied && days !== null && workingDaysBetween(String(givenOn), repliedOn) <= toNumber(days);
			return {
				...fact,
				values: {
					productNo: productNo!,
					institution: banks.get(String(productNo)) ?? null,
					score: score!,
					complaint: complaint === true,
					timely,
					uscc: uscc ?? null
				}
			};
		});
	}
});
