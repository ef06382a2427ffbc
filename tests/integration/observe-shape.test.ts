import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import productMonth from '#datasets/product-month.ts';
import roster from '#datasets/roster.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { passport } from '#lib/server/observe/passport.ts';
import { unpack } from '#lib/server/warehouse/cells.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { bringUpToDate, staleMonths } from '#lib/server/warehouse/stale.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects a ledger that a newer version of the product opens: its cells hold other leaves in another order, and read by
// place they would give one number for another.

let ledger: ReturnType<typeof scratchLedger>;
const september = { indicator: 'M04-8', period: '2026-09' };
const balance = () => observe(ledger, consoleAsker, september)[0]!;

beforeEach(() => {
	ledger = scratchLedger();
	enter(ledger, 'bank01', 'state');
	enter(ledger, 'kw', 'unit');
	accept(ledger, roster, 'kw', '2026-09', [
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
	accept(ledger, corpLoanStock, 'bank01', '2026-09', [
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
});
afterEach(() => ledger.close());

const age = (what: string): void =>
	void ledger.db.prepare(`update cell_state set shape = 'older' where cube = ?`).run(what);

describe('cells of another shape', () => {
	it('are not read: no value until they are rolled up anew', () => {
		expect(balance()).toMatchObject({ value: '12.00', status: 'final' });
		age('corp-loan-stock');
		ledger.db.exec(`update cell set value = '7' where cube = 'corp-loan-stock'`);
		expect(balance()).toMatchObject({
			value: null,
			display: '—',
			reason: 'being-rebuilt',
			status: 'preliminary'
		});
		expect(passport(ledger, consoleAsker, september).leaves[0]).toMatchObject({ value: null, cells: [] });
		bringUpToDate(ledger);
		expect(balance()).toMatchObject({ value: '12.00', status: 'final' });
	});

	it('are not read of the roster either', () => {
		age('roster_on');
		expect(balance()).toMatchObject({ value: null, reason: 'being-rebuilt' });
	});

	it('that were never rolled up are being rolled up, not unfiled', () => {
		ledger.db.exec(`delete from cell_state where cube = 'corp-loan-stock'`);
		expect(balance()).toMatchObject({ value: null, reason: 'being-rebuilt' });
		expect(staleMonths(ledger)).toEqual(['2026-09']);
	});

	it('are not left out of a sum over months some of which are rolled up already', () => {
		const drawn = () => observe(ledger, consoleAsker, { indicator: 'drawn-to-date', period: '2026-09' })[0]!;
		const filed = (month: string, amount: number) =>
			accept(ledger, productMonth, 'bank01', month, [{ productNo: 'P', drawdowns: 1, amount }]);
		for (const [at, month] of ['2026-07', '2026-08', '2026-09'].entries()) filed(month, 100 + at);
		rebuild(ledger, { dirtyOnly: true });
		// 1.00 + 1.01 + 1.02
		expect(drawn()).toMatchObject({ value: '3.03' });
		for (const forget of [
			`update cell_state set shape = 'one leaf fewer' where cube = 'product-month'`,
			`delete from cell_state where cube = 'product-month'`
		]) {
			ledger.db.exec(forget);
			// As the server does, latest month first.
			rebuild(ledger, { dirtyOnly: true, periods: ['2026-09'] });
			expect(drawn()).toMatchObject({ value: null, reason: 'being-rebuilt' });
			for (const month of staleMonths(ledger)) rebuild(ledger, { dirtyOnly: true, periods: [month] });
			expect(drawn()).toMatchObject({ value: '3.03' });
		}
	});

	it('are rolled up anew, while the server runs, when a parameter they depend on is set', () => {
		const jobs = () => ledger.db.prepare('select kind from job').pluck().all();
		setParameter(ledger, consoleAsker, { id: 'rateHigh', from: '2026-09-01', value: '16' });
		expect([jobs(), staleMonths(ledger)]).toEqual([[], []]);
		setParameter(ledger, consoleAsker, { id: 'keyAreaGreenCounts', from: '2026-09-01', value: '1' });
		expect([jobs(), staleMonths(ledger)]).toEqual([['rebuild'], ['2026-09']]);
	});

	it('are rolled up anew by a server that starts', async () => {
		expect(staleMonths(ledger)).toEqual([]);
		age('corp-loan-stock');
		const stop = startJobs(ledger);
		expect(ledger.db.prepare('select kind from job').pluck().all()).toEqual(['rebuild']);
		await stop();
	});
});

it('a packed cell read past its end is an error, not its first number', () => {
	expect(unpack('5,,7', 2)).toEqual({ n: 7n, d: 1n });
	expect(unpack('5,,7', 1)).toBeNull();
	expect(() => unpack('5,,7', 3)).toThrow('cell of another shape');
});
