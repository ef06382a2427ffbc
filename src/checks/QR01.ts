import { addDays } from '#core/period.ts';
import roster from '#datasets/roster.ts';
import { defineCheck } from './define.ts';

export default defineCheck(roster, {
	id: 'QR01',
	severity: 'quality',
	from: '2022-10',
	at: ['issuedOn', 'validFrom'],
	message: '认定日期晚于有效期起一年以上',
	remedy: '请核对认定日期和有效期起；属实的请说明',
	basis: '报表说明，本平台',
	holds: ({ issuedOn, validFrom }) => issuedOn <= addDays(validFrom, 366),
	examples: {
		pass: [{ issuedOn: '2024-12-31', validFrom: '2024-10-29' }],
		fail: [{ issuedOn: '2025-12-31', validFrom: '2024-10-29' }]
	}
});
