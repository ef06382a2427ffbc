import productFeedback from '#datasets/product-feedback.ts';
import { defineCheck } from './define.ts';

export default defineCheck(productFeedback, {
	id: 'VR12',
	severity: 'validity',
	from: '2022-10',
	at: ['score'],
	message: '评分应为 1 至 5 的整数',
	remedy: '请填 1、2、3、4 或 5',
	basis: '报表说明，本平台',
	holds: ({ score }) => score >= 1 && score <= 5,
	examples: {
		pass: [{ score: 1 }, { score: 5 }],
		fail: [{ score: 0 }, { score: 6 }]
	}
});
