import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';
import { convertedRightly } from './parts/conversion.ts';

export default defineCheck(corpLoanStock, {
	id: 'V12',
	severity: 'validity',
	from: '2022-10',
	at: ['balanceCny', 'balance', 'currency'],
	message: '人民币贷款的折人民币余额应等于原币余额',
	remedy: '人民币贷款两个金额应相同；外币按期末中间价折算',
	basis: 'V12，本平台；没有期末中间价的币种见 V12q',
	holds: (row, context) => convertedRightly(row.currency, row.balance, row.balanceCny, context),
	examples: {
		parameters: { 'midRate/USD': 7.1 },
		pass: [
			{ currency: 'CNY', balance: 100_00, balanceCny: 100_00 },
			{ currency: 'USD', balance: 100_00, balanceCny: 713_55 }, // 710 元 + 0.5 %
			{ currency: 'EUR', balance: 100_00, balanceCny: 1_00 } // no mid rate: V12q
		],
		fail: [
			{ currency: 'CNY', balance: 100_00, balanceCny: 100_01 },
			{ currency: 'USD', balance: 100_00, balanceCny: 713_57 }
		]
	}
});
