import { endOf, startOf } from '#core/period.ts';
import bondSession from '#datasets/bond-session.ts';
import { defineCheck } from './define.ts';

export default defineCheck(bondSession, {
	id: 'VR22',
	severity: 'validity',
	from: '2022-10',
	at: ['heldOn'],
	message: '举办日期应在报送当季',
	remedy: '其他季度的活动请报入相应季度',
	basis: '报表说明，本平台',
	holds: ({ heldOn }, { period }) => heldOn >= startOf(period) && heldOn <= endOf(period),
	examples: {
		pass: [{ heldOn: '2026-09-30' }],
		fail: [{ heldOn: '2026-10-08' }, { heldOn: '2025-09-30' }]
	}
});
