import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { yearToDate } from '#core/period.ts';
import allLoan from '#datasets/all-loan.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { recordBreak } from '#lib/server/ledger/breaks.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { Observation, ObserveQuery } from '#lib/server/observe/types.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects growth from being stated across a change of definition, however it is asked for, and answers from being given
// to questions that name what does not exist.

let ledger: ReturnType<typeof scratchLedger>;
beforeEach(() => {
	ledger = scratchLedger();
	for (const [id, kind] of [
		['bank01', 'state'],
		['kw', 'unit'],
		['pbc', 'unit']
	] as const)
		enter(ledger, id, kind);
	const held = (uscc: string, label: string): Values => ({
		uscc,
		name: uscc,
		label,
		validFrom: '2024-01-01',
		district: '110108',
		industry: 'C39',
		size: 'CS03'
	});
	accept(ledger, roster, 'kw', '2025-09', [held('A', 'SRDI'), held('B', 'HNTE'), held('C', 'GIANT')]);
	// Each grew on the year: 专精特新 10 → 12, 高新 20 → 25, 小巨人 30 → 33; all loans 100 → 110.
	for (const [month, balances, all] of [
		['2025-09', { A: 10, B: 20, C: 30 }, 100],
		['2026-08', { A: 11, B: 24, C: 32 }, 109],
		['2026-09', { A: 12, B: 25, C: 33 }, 110]
	] as const) {
		accept(
			ledger,
			corpLoanStock,
			'bank01',
			month,
			Object.entries(balances).map(([borrower, balance]) => ({
				borrower,
				loanNo: borrower,
				contractNo: borrower,
				balanceCny: balance * 100,
				grantedOn: '2025-01-01',
				dueOn: '2027-01-01'
			}))
		);
		accept(ledger, allLoan, 'bank01', month, [{ currency: 'ALL', segment: 'ALL', balance: all * 100 }]);
	}
	rebuild(ledger, { dirtyOnly: true });
});
afterEach(() => ledger.close());

const ask = (indicator: string, query: Partial<ObserveQuery> = {}): Observation[] =>
	observe(ledger, consoleAsker, { indicator, period: '2026-09', ...query });
const one = (indicator: string, query: Partial<ObserveQuery> = {}): Observation => ask(indicator, query)[0]!;
const refused = { value: null, display: '—', reason: 'break-in-definition' };

describe('growth that is an indicator of its own', () => {
	it('is refused across the new standard for its labels, and for no others', () => {
		for (const indicator of ['tech-loan-growth', 'tech-borrower-growth', 'excess-growth'])
			expect(one(indicator, { where: { label: 'SRDI' } })).toMatchObject(refused);
		expect(ask('tech-loan-growth', { by: ['label'] }).map(({ keys, value }) => [keys.label, value])).toEqual([
			['HNTE', 0.25],
			['SRDI', null],
			['GIANT', null]
		]);
		// 70 ÷ 60 − 1, less 110 ÷ 100 − 1: 1/6 − 1/10 = 1/15.
		expect(one('excess-growth').exact).toEqual({ n: 1n, d: 15n });
	});

	it('has no change on the month before either, where it was itself refused', () => {
		expect(
			one('tech-loan-growth', { where: { label: 'SRDI' }, compare: 'monthOnMonth' }).compare
		).toMatchObject(refused);
	});

	it('is refused across a break entered in this installation', () => {
		expect(one('tech-loan-growth').reason).toBeUndefined();
		recordBreak(ledger, consoleAsker, { dataset: 'all-loan', from: '2026-01', note: '统计口径调整' });
		expect(one('tech-loan-growth').reason).toBeUndefined();
		expect(one('excess-growth')).toMatchObject(refused);
		recordBreak(ledger, consoleAsker, { dataset: 'corp-loan-stock', from: '2026-01', note: '统计口径调整' });
		expect(one('tech-loan-growth')).toMatchObject(refused);
		expect(one('M04-8').value).toBe('70.00');
	});
});

describe('a comparison', () => {
	it('of what a stock added since January asks whether the base year began under another definition', () => {
		recordBreak(ledger, consoleAsker, { dataset: 'roster', from: '2025-05', note: '名录重新认定' });
		// September against September lies behind the break; 2025 from its January does not.
		expect(one('M04-8', { compare: 'yearOnYear' }).compare?.exact).toEqual({ n: 1n, d: 6n });
		expect(one('M04-8', { compare: 'yearToDate' }).compare).toMatchObject(refused);
	});

	it('over several labels is refused if the change concerns any of them', () => {
		const over = (label: string[]) => one('M04-8', { where: { label }, compare: 'yearOnYear' });
		expect(over(['SRDI', 'GIANT']).compare).toMatchObject(refused);
		expect(over(['HNTE', 'GIANT']).compare).toMatchObject(refused);
		// 25 against 20; 中关村高新 holds none.
		expect(over(['HNTE', 'ZGCHT']).compare).toMatchObject({ value: 0.25 });
	});

	it('of what is added up over the year may be called 累计同比: 18 against 9', () => {
		for (const month of yearToDate('2026-09'))
			for (const [at, amount] of [
				[month, 2],
				[month.replace('2026', '2025'), 1]
			] as const)
				accept(ledger, policyFund, 'pbc', at, [
					{ trancheNo: at, tool: 'SMALL', institution: 'bank01', amount: amount * 100, basis: 'funds_issued' }
				]);
		rebuild(ledger, { dirtyOnly: true });
		const asked = one('M04-2', { compare: 'yearToDate' });
		expect(asked.compare).toMatchObject({ value: 1, base: { value: '9.00' }, basePeriod: '2025-09' });
		expect(asked.compare!.value).toBe(one('M04-2', { compare: 'yearOnYear' }).compare!.value);
	});

	it('that is not allowed says which are', () => {
		expect(() => ask('M04-2', { compare: 'monthOnMonth' })).toThrow(
			'comparison not allowed: policy-funds monthOnMonth（可用：同比、累计同比）'
		);
		expect(() => ask('M01-2', { compare: 'yearOnYear' })).toThrow('（可用：无）');
	});
});

describe('a question', () => {
	it('that names what no list has is an error, and what has no rows is zero', () => {
		expect(() => ask('M04-8', { where: { district: '999999' } })).toThrow('unknown key: district=999999');
		expect(() => ask('M04-8', { where: { institution: 'bank99' } })).toThrow(
			'unknown key: institution=bank99'
		);
		expect(() => ask('M04-8', { where: { label: ['HNTE', 'XX'] } })).toThrow('unknown key: label=XX');
		expect(one('M04-8', { where: { size: '-' } }).value).toBe('70.00');
		expect(one('M04-8', { where: { district: '110105' } })).toMatchObject({ value: '0.00' });
	});

	it('may write a code in small letters', () => {
		expect(one('m04-8').indicator).toBe('tech-loan-balance');
		expect(one('M04-8').indicator).toBe('tech-loan-balance');
		expect(() => ask('M99')).toThrow('unknown indicator: M99');
	});
});
