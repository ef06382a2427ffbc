import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { amongPeers, fewestForQuarters } from '#lib/server/observe/dashboards-peers.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { ObserveQuery } from '#lib/server/observe/types.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { rational, toNumber } from '#core/rational.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the rules that join tables: months and their sums, a number that is a part of another's breakdown, and what
// an institution is shown of its peers.

const yi = 10_000_000_000;
const banks = ['bank01', 'bank02', 'bank03', 'bank04', 'bank05', 'bank06'];
const unit: Asker = {
	user: 7,
	name: '责任单位',
	role: 'unit',
	institution: null,
	unit: 'pbc',
	clearance: 3, // so that nothing but withholding stands between
	rawRead: false
};
let ledger: ReturnType<typeof scratchLedger>;
beforeEach(() => {
	ledger = scratchLedger();
	for (const [at, id] of banks.entries()) enter(ledger, id, at < 3 ? 'state' : 'jointstock');
	for (const id of ['kw', 'pbc']) enter(ledger, id, 'unit');
});
afterEach(() => ledger.close());

const shown = (indicator: string, query: Partial<ObserveQuery>): string =>
	observe(ledger, unit, { indicator, period: '2026-09', ...query })[0]!.display;

describe('F3: months and their sum', () => {
	let number = 0;
	/** Tranches of one tool, one per bank and enterprise. */
	const tranches = (tool: string, count: number, amount: number, from = 0): Values[] =>
		Array.from({ length: count }, (_, at): Values => ({
			trancheNo: String((number += 1)),
			tool,
			institution: banks[(at + from) % banks.length]!,
			amount: amount * yi,
			borrower: `E${at + from}`,
			basis: 'funds_issued',
			keyArea: ['OTHER'],
			issuedOn: '2026-01-15',
			dueOn: '2027-01-15'
		}));
	const file = (month: string, ...rows: Values[][]): void => {
		accept(ledger, policyFund, 'pbc', month, rows.flat());
		rebuild(ledger, { dirtyOnly: true });
	};
	const soFar = (month: string, tool: string): string =>
		shown('policy-funds', { period: month, where: { tool } });
	const inMonth = (month: string, tool: string): string =>
		shown('policy-funds-issued', { period: month, where: { tool } });

	it('a month that would cost a tool its sum waits for the next, and neither is shown by itself', () => {
		// January: 支农 10 of two banks. February: 18 of three others; together 28 of at least three, the largest two of
		// both months 10 + 12 = 22, 79 %.
		file('2026-01', tranches('SMALL', 6, 10), tranches('RURAL', 2, 5), tranches('REDISCOUNT', 6, 20));
		expect([soFar('2026-01', 'SMALL'), soFar('2026-01', 'RURAL'), inMonth('2026-01', 'SMALL')]).toEqual([
			'x',
			'x',
			'x'
		]);
		expect(shown('policy-funds', { period: '2026-01' })).toBe('190.00');
		file('2026-02', tranches('SMALL', 6, 11), tranches('RURAL', 3, 6, 2), tranches('REDISCOUNT', 6, 20));
		expect([soFar('2026-02', 'SMALL'), soFar('2026-02', 'RURAL')]).toEqual(['126.00', '28.00']);
		// With 28 shown and one of the two months, the other would follow; for every tool, as the total of each is shown.
		for (const tool of ['SMALL', 'RURAL', 'REDISCOUNT', 'OTHER'])
			expect([inMonth('2026-01', tool), inMonth('2026-02', tool)]).toEqual(['x', 'x']);
		expect(soFar('2026-01', 'SMALL')).toBe('x');
		expect(soFar('2026-02', 'OTHER')).toBe('0.00');
	});

	it('a quarter ends the wait: the tool loses its year, and another with it', () => {
		file('2026-01', tranches('SMALL', 6, 10), tranches('RURAL', 2, 5), tranches('REDISCOUNT', 6, 20));
		file('2026-02', tranches('SMALL', 6, 10), tranches('REDISCOUNT', 6, 20));
		file('2026-03', tranches('SMALL', 6, 10), tranches('REDISCOUNT', 6, 20));
		// 10 of two banks alone: 支小 with 180 goes with it, the total being 550.
		expect(['RURAL', 'SMALL', 'REDISCOUNT'].map((tool) => soFar('2026-03', tool))).toEqual([
			'x',
			'x',
			'360.00'
		]);
		// From then on its year is lost, and April is shown again by itself.
		file('2026-04', tranches('SMALL', 6, 10), tranches('RURAL', 6, 5), tranches('REDISCOUNT', 6, 20));
		expect(['RURAL', 'SMALL', 'REDISCOUNT'].map((tool) => soFar('2026-04', tool))).toEqual([
			'x',
			'x',
			'480.00'
		]);
		expect(['RURAL', 'SMALL', 'REDISCOUNT'].map((tool) => inMonth('2026-04', tool))).toEqual([
			'30.00',
			'60.00',
			'120.00'
		]);
	});
});

describe('F3: a number that is a part of another’s breakdown', () => {
	it('is not hidden behind: unsecured loans are the key D, and their share is shown', () => {
		const lent = (guarantee: string, count: number, amount: number): Values[] =>
			Array.from({ length: count }, (_, at): Values => ({
				borrower: `${guarantee}${at}`,
				loanNo: `${guarantee}${at}`,
				contractNo: `${guarantee}${at}`,
				balanceCny: amount * yi,
				guarantee,
				size: 'CS03',
				quality: 'FQ01',
				grantedOn: '2026-01-01',
				dueOn: '2026-12-31'
			}));
		// 质押 20 of two; next smallest is 信用 with 20, then 保证 with 200, 抵押 with 240.
		const all = [...lent('A', 2, 10), ...lent('D', 4, 5), ...lent('C', 10, 20), ...lent('B', 12, 20)];
		accept(
			ledger,
			roster,
			'kw',
			'2026Q3',
			all.map(({ borrower }) => ({
				uscc: borrower!,
				name: borrower!,
				label: 'HNTE',
				validFrom: '2024-01-01',
				district: '110108',
				industry: 'C39',
				size: 'CS03'
			}))
		);
		banks.forEach((bank, at) =>
			accept(
				ledger,
				corpLoanStock,
				bank,
				'2026-09',
				all.filter((_, i) => i % banks.length === at)
			)
		);
		rebuild(ledger, { dirtyOnly: true });
		const by = Object.fromEntries(
			observe(ledger, unit, { indicator: 'M04-8', period: '2026-09', by: ['guarantee'] }).map((one) => [
				one.keys.guarantee,
				one.display
			])
		);
		// 20 ÷ 480 = 4.2 %: with the total 480 the share says what 信用 is, so it cannot be what hides 质押.
		expect(shown('M04-8c', {})).toBe('4.2');
		expect(by).toEqual({ A: 'x', B: '240.00', C: 'x', D: '20.00' });
	});
});

describe('F1: peers', () => {
	const list = (count: number) => Array.from({ length: count }, (_, at) => rational(at * at));
	it('are shown as means of three neighbours, never one bank’s value, and not where they are few', () => {
		// Of 0 1 4 9 16: (1 + 4 + 9) ÷ 3.
		expect(toNumber(amongPeers(list(5), 0.5)!)).toBeCloseTo(14 / 3, 12);
		expect([amongPeers(list(4), 0.5), amongPeers(list(12), 0.25), amongPeers(list(12), 0.75)]).toEqual([
			null,
			null,
			null
		]);
	});
	it('never share a neighbour, or one’s own value and two means would give a third bank’s away', () => {
		for (let count = fewestForQuarters; count < 60; count += 1) {
			const taken = [0.25, 0.5, 0.75].flatMap((part) =>
				list(count).flatMap((_, at, all) => {
					const raised = all.map((one, i) => (i === at ? rational(one.n + 1n) : one));
					return amongPeers(raised, part)!.n * amongPeers(all, part)!.d ===
						amongPeers(all, part)!.n * amongPeers(raised, part)!.d
						? []
						: [at];
				})
			);
			expect([taken.length, new Set(taken).size]).toEqual([9, 9]);
		}
	});
});
