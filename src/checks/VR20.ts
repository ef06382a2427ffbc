import bondStep from '#datasets/bond-step.ts';
import { defineCheck } from './define.ts';

export default defineCheck(bondStep, {
	id: 'VR20',
	severity: 'validity',
	from: '2022-10',
	at: ['happenedOn'],
	message: '发生日期不得晚于报表日期',
	remedy: '请核对发生日期；尚未发生的不报',
	basis: '报表说明，本平台',
	holds: ({ happenedOn }, { periodEnd }) => happenedOn <= periodEnd,
	examples: {
		pass: [{ happenedOn: '2026-09-30' }],
		fail: [{ happenedOn: '2026-10-01' }]
	}
});
