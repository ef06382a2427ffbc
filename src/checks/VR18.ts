import institution from '#datasets/institution.ts';
import { defineCheck } from './define.ts';

export default defineCheck(institution, {
	id: 'VR18',
	severity: 'validity',
	from: '2022-10',
	at: ['until', 'from'],
	message: '停用日期不得早于启用日期',
	remedy: '请核对两个日期',
	basis: '报表说明，本平台',
	holds: ({ until, from }) => until >= from,
	examples: {
		pass: [{ from: '2022-10-01', until: '2025-12-31' }],
		fail: [{ from: '2022-10-01', until: '2021-12-31' }]
	}
});
