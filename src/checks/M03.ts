import { decimalText } from '#core/decimal.ts';
import allLoan from '#datasets/all-loan.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, sideOf, type Failing } from './define.ts';

export default defineFileCheck([corpLoanStock, allLoan], {
	id: 'M03',
	severity: 'macro',
	from: '2022-10',
	message: '存量单位贷款合计与大集中口径单位贷款余额不符',
	remedy: '请核对两份报表的范围；差额属票据融资等口径差异的请说明',
	basis: 'A03，见于公开的银行报送程序；允许偏差为参数 totalsTolerance',
	*find(rows, context) {
		const loans = sideOf(corpLoanStock, rows, context);
		const totals = sideOf(allLoan, rows, context);
		const stated = totals?.find(
			({ currency, segment }) => currency === 'ALL' && segment === 'CORPORATE'
		)?.balance;
		if (!loans || stated === undefined || stated === null) return;
		const summed = loans.reduce((sum, { balanceCny }) => sum + balanceCny!, 0);
		if (Math.abs(summed - stated) <= Math.abs(stated) * (context.parameter('totalsTolerance') ?? 0)) return;
		const message = `逐笔合计 ${decimalText(summed, 2)} 元，大集中口径单位贷款 ${decimalText(stated, 2)} 元`;
		yield { line: null, at: [], seen: decimalText(summed - stated, 2), message } satisfies Failing<never>;
	},
	examples: {
		pass: [
			{ rows: [{ balanceCny: 100_00 }] },
			{
				rows: [{ balanceCny: 60_00 }, { balanceCny: 39_00 }],
				others: { 'all-loan': [{ currency: 'ALL', segment: 'CORPORATE', balance: 100_00 }] }
			}
		],
		fail: [
			{
				rows: [{ balanceCny: 98_99 }],
				others: { 'all-loan': [{ currency: 'ALL', segment: 'CORPORATE', balance: 100_00 }] }
			},
			{
				dataset: allLoan,
				rows: [{ currency: 'ALL', segment: 'CORPORATE', balance: 100_00 }],
				others: { 'corp-loan-stock': [{ balanceCny: 120_00 }] }
			}
		]
	}
});
