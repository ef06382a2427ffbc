import roster from '#datasets/roster.ts';
import { defineCheck } from './define.ts';

export default defineCheck(roster, {
	id: 'VR01',
	severity: 'validity',
	from: '2022-10',
	at: ['validTo', 'validFrom'],
	message: '有效期止不得早于有效期起',
	remedy: '请核对证书有效期；长期有效的不填有效期止',
	basis: '报表说明，本平台',
	holds: ({ validFrom, validTo }) => validTo >= validFrom,
	examples: {
		pass: [{ validFrom: '2024-10-29', validTo: '2027-10-28' }],
		fail: [{ validFrom: '2024-10-29', validTo: '2024-10-28' }]
	}
});
