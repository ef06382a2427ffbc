import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { yearToDate, type Period } from '#core/period.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import roster from '#datasets/roster.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { Observation, ObserveQuery } from '#lib/server/observe/types.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects sums over months and questions about the past: a month for which a return is owed and nobody filed is not zero.

let ledger: ReturnType<typeof scratchLedger>;
beforeEach(() => {
	ledger = scratchLedger();
	for (const [id, kind] of [
		['bank01', 'state'],
		['bank02', 'city'],
		['kw', 'unit'],
		['pbc', 'unit']
	] as const)
		enter(ledger, id, kind);
});
afterEach(() => ledger.close());

const fund = (month: Period, yuan: number): number =>
	accept(ledger, policyFund, 'pbc', month, [
		{
			trancheNo: month,
			tool: 'SMALL',
			institution: 'bank01',
			borrower: 'A',
			amount: yuan * 100,
			basis: 'funds_issued',
			keyArea: ['TECH']
		}
	]);
const enrol = (): number =>
	accept(ledger, roster, 'kw', '2026-01', [
		{
			uscc: 'A',
			name: 'A',
			label: 'HNTE',
			validFrom: '2024-01-01',
			district: '110108',
			industry: 'C39',
			size: 'CS03'
		}
	]);
const grant = (bank: string, month: Period, yuan: number): number =>
	accept(ledger, corpLoanFlow, bank, month, [
		{ borrower: 'A', loanNo: month, contractNo: month, flowNo: month, direction: '1', amountCny: yuan * 100 }
	]);
const ask = (indicator: string, query: Partial<ObserveQuery> = {}): Observation[] =>
	observe(ledger, consoleAsker, { indicator, period: '2026-03', ...query });
const one = (indicator: string, query: Partial<ObserveQuery> = {}): Observation => ask(indicator, query)[0]!;

describe('a sum from January on', () => {
	it('is not there while a month since January was never filed, and its coverage says so', () => {
		fund('2026-03', 5);
		rebuild(ledger, { dirtyOnly: true });
		const unfiled = {
			value: null,
			display: '—',
			reason: 'not-filed',
			coverage: { filed: 0, expected: 1, missing: ['pbc'] },
			status: 'preliminary'
		};
		expect(one('M04-2')).toMatchObject(unfiled);
		// Counted once over the year, not added up: the same.
		expect(one('M04-4')).toMatchObject(unfiled);
		expect(one('M04-1')).toMatchObject(unfiled);
		// The month itself is there.
		expect(one('M04-2a')).toMatchObject({ value: '5.00', status: 'final' });
	});

	it('is there once every month is filed, one without a row among them: 2 + 0 + 5', () => {
		fund('2026-01', 2);
		accept(ledger, policyFund, 'pbc', '2026-02', []);
		fund('2026-03', 5);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-2')).toMatchObject({
			value: '7.00',
			coverage: { filed: 1, expected: 1, missing: [] },
			status: 'final'
		});
	});

	it('F7: is no base for growth while a month of the earlier year lacks', () => {
		for (const month of yearToDate('2026-03')) fund(month, 5);
		fund('2025-03', 5);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-2', { compare: 'yearOnYear' }).compare).toMatchObject({
			value: null,
			reason: 'base-missing'
		});
		expect(one('M04-2a', { compare: 'yearToDate' }).compare).toMatchObject({
			value: null,
			reason: 'base-missing'
		});
	});

	it('of a quarter lacks with its first month as with its second', () => {
		for (const month of ['2026-02', '2026-03']) fund(month, 5);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-2a', { period: '2026Q1' })).toMatchObject({ value: null, reason: 'not-filed' });
	});

	it('of one bank lacks where that bank lacks, and the city’s is preliminary', () => {
		enrol();
		for (const month of yearToDate('2026-03')) grant('bank01', month, 10);
		grant('bank02', '2026-03', 7);
		grant('bank02', '2026-01', 7);
		ledger.db.exec(
			`insert into filing (dataset, institution, period, expected) values ('corp-loan-flow', 'bank02', '2026-02', 1)`
		);
		rebuild(ledger, { dirtyOnly: true });
		// 3 × 10 + 2 × 7
		expect(one('M04-12a', { period: '2026Q1' })).toMatchObject({
			value: '44.00',
			coverage: { filed: 1, expected: 2, missing: ['bank02'] },
			status: 'preliminary'
		});
		const banks = ask('M04-12a', { period: '2026Q1', by: ['institution'] });
		expect(banks.map(({ keys, value, reason }) => [keys.institution, value, reason])).toEqual([
			['bank01', '30.00', undefined],
			['bank02', null, 'not-filed']
		]);
	});
});

describe('as of a day', () => {
	it('F7: before anything was filed there is nothing, and not zero', () => {
		enrol();
		accept(ledger, corpLoanStock, 'bank01', '2026-03', [
			{
				borrower: 'A',
				loanNo: '1',
				contractNo: '1',
				balanceCny: 12_00,
				grantedOn: '2025-01-01',
				dueOn: '2027-01-01'
			}
		]);
		rebuild(ledger, { dirtyOnly: true });
		// Everything came into force on 2026-10-20.
		expect(one('M04-8', { asOf: '2026-10-19' })).toMatchObject({
			value: null,
			reason: 'not-filed',
			coverage: { filed: 0, expected: 1 },
			status: 'preliminary'
		});
		expect(one('M01-1', { asOf: '2026-10-19' })).toMatchObject({ value: null, reason: 'not-filed' });
		expect(one('M04-8', { asOf: '2026-10-20' })).toMatchObject({ value: '12.00', status: 'final' });
		const [bank02] = ask('M04-8', { asOf: '2026-10-20', where: { institution: 'bank02' } });
		expect(bank02).toMatchObject({ value: null, reason: 'not-filed' });
	});

	it('a year lacks the months that came in later', () => {
		fund('2026-01', 2);
		fund('2026-03', 5);
		ledger.clock = '2026-10-22T02:00:00.000Z';
		fund('2026-02', 3);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-2', { asOf: '2026-10-21' })).toMatchObject({ value: null, reason: 'not-filed' });
		expect(one('M04-2', { asOf: '2026-10-22' }).value).toBe('10.00');
	});
});
