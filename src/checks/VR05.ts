import policyFund from '#datasets/policy-fund.ts';
import { defineCheck } from './define.ts';

export default defineCheck(policyFund, {
	id: 'VR05',
	severity: 'validity',
	from: '2022-10',
	at: ['repaidOn', 'issuedOn'],
	message: '归还日期不得早于发放日期',
	remedy: '请核对两个日期',
	basis: '报表说明，本平台',
	holds: ({ repaidOn, issuedOn }) => repaidOn >= issuedOn,
	examples: {
		pass: [{ issuedOn: '2026-09-10', repaidOn: '2026-09-10' }],
		fail: [{ issuedOn: '2026-09-10', repaidOn: '2026-09-01' }]
	}
});
