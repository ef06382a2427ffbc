import productFeedback from '#datasets/product-feedback.ts';
import { defineCheck } from './define.ts';

export default defineCheck(productFeedback, {
	id: 'VR13',
	severity: 'validity',
	from: '2022-10',
	at: ['repliedOn', 'givenOn'],
	message: '答复日期不得早于评价日期',
	remedy: '请核对两个日期',
	basis: '报表说明，本平台',
	holds: ({ repliedOn, givenOn }) => repliedOn >= givenOn,
	examples: {
		pass: [{ givenOn: '2026-09-12', repliedOn: '2026-09-12' }],
		fail: [{ givenOn: '2026-09-12', repliedOn: '2026-09-11' }]
	}
});
