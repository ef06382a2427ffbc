import { decimalText } from '#core/decimal.ts';
import { previous } from '#core/period.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, sideOf, type Failing } from './define.ts';

/** Renminbi loans only, so that no revaluation stands between the two ends. */
const total = (rows: readonly { currency: string | null; amount: number }[]): number =>
	rows.reduce((sum, { currency, amount }) => (currency === 'CNY' ? sum + amount : sum), 0);

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'M01',
	severity: 'macro',
	from: '2022-10',
	message: '期末余额不等于上期余额加发放减收回',
	remedy: '请核对是否漏报发放、收回、核销或转让；属实的请说明差额原因',
	basis: 'A01，本平台；人民币贷款，允许差额为上期余额的 0.1% 与 100 万元中较大者',
	*find(rows, context) {
		const now = sideOf(corpLoanStock, rows, context);
		const flow = sideOf(corpLoanFlow, rows, context);
		const before = context.rows(corpLoanStock, previous(context.period));
		if (!now || !flow || !before) return;
		const [opening, closing] = [before, now].map((stock) =>
			total(stock.map(({ currency, balanceCny }) => ({ currency, amount: balanceCny! })))
		) as [number, number];
		const moved = total(
			flow.map(({ currency, direction, amountCny }) => ({
				currency,
				amount: direction === '1' ? amountCny! : -amountCny!
			}))
		);
		const gap = closing - opening - moved;
		const allowed = Math.max(
			opening * (context.parameter('rollForwardShare') ?? 0),
			(context.parameter('rollForwardAmount') ?? 0) * 100
		);
		if (Math.abs(gap) <= allowed) return;
		const [a, b, c, d] = [opening, moved, closing, gap].map((amount) => decimalText(amount, 2));
		const message = `上期 ${a} 元，本期净发放 ${b} 元，期末 ${c} 元，相差 ${d} 元`;
		yield { line: null, at: [], seen: d, message } satisfies Failing<never>;
	},
	examples: {
		pass: [
			{ rows: [{ currency: 'CNY', balanceCny: 900_000_000 }] },
			{
				rows: [{ currency: 'CNY', balanceCny: 900_000_000 }],
				others: {
					'corp-loan-stock@2026-08': [{ currency: 'CNY', balanceCny: 1_000_000_000 }],
					'corp-loan-flow': [{ currency: 'CNY', direction: '0', amountCny: 100_000_000 }]
				}
			}
		],
		// 10 000 000 − 0 ≠ 8 999 999.99: one 分 more than the 100 万元 allowed.
		fail: [
			{
				rows: [{ currency: 'CNY', balanceCny: 899_999_999 }],
				others: {
					'corp-loan-stock@2026-08': [{ currency: 'CNY', balanceCny: 1_000_000_000 }],
					'corp-loan-flow': []
				}
			}
		]
	}
});
