import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { defineCheck } from './define.ts';

export default defineCheck(corpLoanFlow, {
	id: 'V11e',
	severity: 'validity',
	from: '2022-10',
	at: ['amount', 'amountCny'],
	message: '贷款发生金额应大于 0',
	remedy: '收回也填正数，以发放/收回标识区分；没有发生的请删去',
	basis: 'V11，本平台',
	holds: ({ amount, amountCny }) => amount > 0 && amountCny > 0,
	examples: {
		pass: [{ amount: 500_000_000, amountCny: 500_000_000 }],
		fail: [{ amount: -500_000_000, amountCny: -500_000_000 }]
	}
});
