import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import { defineCheck } from './define.ts';
import { convertedRightly } from './parts/conversion.ts';

export default defineCheck(corpLoanFlow, {
	id: 'V12a',
	severity: 'validity',
	from: '2022-10',
	at: ['amountCny', 'amount', 'currency'],
	message: '人民币贷款的折人民币发生额应等于原币发生额',
	remedy: '人民币贷款两个金额应相同；外币按期末中间价折算',
	basis: 'V12，本平台；没有期末中间价的币种见 V12q',
	holds: (row, context) => convertedRightly(row.currency, row.amount, row.amountCny, context),
	examples: {
		parameters: { 'midRate/USD': 7.1 },
		pass: [
			{ currency: 'CNY', amount: 100_00, amountCny: 100_00 },
			{ currency: 'USD', amount: 100_00, amountCny: 710_00 }
		],
		fail: [
			{ currency: 'CNY', amount: 100_00, amountCny: 0 },
			{ currency: 'USD', amount: 100_00, amountCny: 100_00 }
		]
	}
});
