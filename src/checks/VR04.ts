import policyFund from '#datasets/policy-fund.ts';
import { defineCheck } from './define.ts';

export default defineCheck(policyFund, {
	id: 'VR04',
	severity: 'validity',
	from: '2022-10',
	at: ['dueOn', 'issuedOn'],
	message: '到期日期不得早于发放日期',
	remedy: '请核对两个日期',
	basis: '报表说明，本平台',
	holds: ({ dueOn, issuedOn }) => dueOn >= issuedOn,
	examples: {
		pass: [{ issuedOn: '2026-09-10', dueOn: '2027-09-09' }],
		fail: [{ issuedOn: '2026-09-10', dueOn: '2026-09-09' }]
	}
});
