import policyFund from '#datasets/policy-fund.ts';
import { defineCheck } from './define.ts';

export default defineCheck(policyFund, {
	id: 'VR06',
	severity: 'validity',
	from: '2022-10',
	at: ['issuedOn'],
	message: '发放日期应在报送当月',
	remedy: '其他月份发放的资金请报入相应月份',
	basis: '报表说明，本平台',
	holds: ({ issuedOn }, { period }) => issuedOn.startsWith(period),
	examples: {
		pass: [{ issuedOn: '2026-09-30' }],
		fail: [{ issuedOn: '2026-08-31' }, { issuedOn: '2026-10-01' }]
	}
});
