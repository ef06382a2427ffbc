import productFeedback from '#datasets/product-feedback.ts';
import { defineCheck } from './define.ts';

export default defineCheck(productFeedback, {
	id: 'VR07',
	severity: 'validity',
	from: '2022-10',
	at: ['givenOn'],
	message: '评价日期应在报送当月',
	remedy: '其他月份的评价请报入相应月份',
	basis: '报表说明，本平台',
	holds: ({ givenOn }, { period }) => givenOn.startsWith(period),
	examples: {
		pass: [{ givenOn: '2026-09-12' }],
		fail: [{ givenOn: '2026-08-12' }]
	}
});
