import corpCustomer from '#datasets/corp-customer.ts';
import { defineCheck } from './define.ts';

export default defineCheck(corpCustomer, {
	id: 'QR07',
	severity: 'quality',
	from: '2022-10',
	at: ['creditUsed', 'creditLine'],
	message: '已用额度超过授信额度',
	remedy: '请核对两个金额，单位为元；属实的请说明',
	basis: '报表说明，本平台',
	holds: ({ creditUsed, creditLine }) => creditUsed <= creditLine,
	examples: {
		pass: [{ creditLine: 800_000_000, creditUsed: 800_000_000 }],
		fail: [{ creditLine: 500_000_000, creditUsed: 800_000_000 }]
	}
});
