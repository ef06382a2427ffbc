import { previous } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, sideOf, type Failing } from './define.ts';

type Loans = readonly Row<typeof corpLoanStock>[];
const sum = (loans: Loans, of: (loan: Loans[number]) => number): number =>
	loans.reduce((all, one) => all + of(one), 0);
const balanceOf = (loans: Loans): number => sum(loans, ({ balanceCny }) => balanceCny!);
const countOf = (loans: Loans): number => new Set(loans.map(({ borrower }) => borrower)).size;
/** Weighted by balance, in 个基点. */
const rateOf = (loans: Loans): number =>
	sum(loans, ({ balanceCny, rate }) => (balanceCny! * rate!) / 1000) / balanceOf(loans);

export default defineFileCheck(corpLoanStock, {
	id: 'M05',
	severity: 'macro',
	from: '2022-10',
	message: '机构余额、户数或加权利率较上期变动过大',
	remedy: '请核对是否漏报、重报或单位错误；属实的请说明原因',
	basis: 'A05，本平台；界限为参数 changeShare、changeBasisPoints',
	*find(rows, context) {
		const now = sideOf(corpLoanStock, rows, context)!;
		const before = context.rows(corpLoanStock, previous(context.period));
		if (!before?.length) return;
		const share = context.parameter('changeShare') ?? Infinity;
		const points = context.parameter('changeBasisPoints') ?? Infinity;
		for (const [at, label, of] of [
			['balanceCny', '余额', balanceOf],
			['borrower', '借款人户数', countOf]
		] as const) {
			const [current, last] = [of(now), of(before)];
			const change = Math.abs(current - last);
			if (change <= share * last) continue;
			const word = current > last ? '增长' : '下降';
			const message = `${label}较上期${word} ${((change / last) * 100).toFixed(1)}%`;
			yield { line: null, at: [at], message } satisfies Failing<typeof at>;
		}
		const moved = now.length ? rateOf(now) - rateOf(before) : 0;
		if (Math.abs(moved) <= points) return;
		const message = `加权平均利率较上期${moved > 0 ? '上升' : '下降'} ${Math.abs(moved).toFixed(0)} 个基点`;
		yield { line: null, at: ['rate'], message } satisfies Failing<'rate'>;
	},
	examples: {
		pass: [
			{ rows: [{ balanceCny: 100, rate: 345_000, borrower: 'A' }] },
			{
				rows: [{ balanceCny: 130, rate: 395_000, borrower: 'A' }],
				others: { 'corp-loan-stock@2026-08': [{ balanceCny: 100, rate: 345_000, borrower: 'A' }] }
			}
		],
		fail: [
			{
				rows: [{ balanceCny: 131, rate: 345_000, borrower: 'A' }],
				others: { 'corp-loan-stock@2026-08': [{ balanceCny: 100, rate: 345_000, borrower: 'A' }] }
			},
			{
				rows: [{ balanceCny: 100, rate: 396_000, borrower: 'A' }],
				others: { 'corp-loan-stock@2026-08': [{ balanceCny: 100, rate: 345_000, borrower: 'A' }] }
			},
			{
				rows: [],
				others: { 'corp-loan-stock@2026-08': [{ balanceCny: 100, rate: 345_000, borrower: 'A' }] }
			}
		]
	}
});
