import bondIssue from '#datasets/bond-issue.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(bondIssue, {
	id: 'VR15',
	severity: 'validity',
	from: '2022-10',
	at: ['issued', 'registered'],
	message: '发行金额应大于 0，且不得超过注册金额',
	remedy: '请核对发行金额和注册金额，单位为元',
	basis: '报表说明，本平台',
	holds: ({ issued, registered }) =>
		issued === null || (issued > 0 && (registered === null || issued <= registered)),
	examples: {
		pass: [{ issued: 30_000_000_000, registered: 50_000_000_000 }, { issued: 30_000_000_000 }],
		fail: [{ issued: 50_000_000_000, registered: 30_000_000_000 }, { issued: 0 }]
	}
});
