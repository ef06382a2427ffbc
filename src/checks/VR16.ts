import bondIssue from '#datasets/bond-issue.ts';
import { defineCheck } from './define.ts';

export default defineCheck(bondIssue, {
	id: 'VR16',
	severity: 'validity',
	from: '2022-10',
	at: ['termYears'],
	message: '债券期限应大于 0 年',
	remedy: '请填期限年数，如 3.00',
	basis: '报表说明，本平台',
	holds: ({ termYears }) => termYears > 0,
	examples: {
		pass: [{ termYears: 300 }],
		fail: [{ termYears: 0 }]
	}
});
