import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck(corpLoanStock, {
	id: 'V11b',
	severity: 'validity',
	from: '2022-10',
	at: ['balance', 'balanceCny'],
	message: '存量贷款余额应大于 0',
	remedy: '已结清、核销、转让的贷款请从存量文件中删去',
	basis: 'V11，见于公开的银行报送程序',
	holds: ({ balance, balanceCny }) => balance > 0 && balanceCny > 0,
	examples: {
		pass: [{ balance: 1, balanceCny: 1 }],
		fail: [
			{ balance: 0, balanceCny: 0 },
			{ balance: -500_000_00, balanceCny: -500_000_00 }
		]
	}
});
