import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { passport } from '#lib/server/observe/passport.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the way back: from a number to its files and cells, with nothing left over and nothing of others shown.

let ledger: ReturnType<typeof scratchLedger>;
const yi = 10_000_000_000;
const loan = (borrower: string, balance: number): Values => ({
	borrower,
	loanNo: `${borrower}${balance}`,
	contractNo: borrower,
	balanceCny: balance * yi,
	size: 'CS03',
	guarantee: 'D'
});
beforeEach(() => {
	ledger = scratchLedger();
	for (const [id, kind] of [
		['bank01', 'state'],
		['bank02', 'city'],
		['kw', 'unit']
	] as const)
		enter(ledger, id, kind);
	const row = {
		name: 'x',
		label: 'HNTE',
		validFrom: '2024-01-01',
		district: '110108',
		industry: 'C39',
		size: 'CS03'
	};
	accept(ledger, roster, 'kw', '2026Q3', [
		{ ...row, uscc: 'A' },
		{ ...row, uscc: 'B' }
	]);
	accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 9), loan('C', 80)]);
	accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('C', 80), loan('A', 12)]);
	accept(ledger, corpLoanStock, 'bank02', '2026-09', [loan('B', 6), loan('A', 1)]);
	rebuild(ledger, { dirtyOnly: true });
});
afterEach(() => ledger.close());

const bank: Asker = {
	user: 1,
	name: '张三',
	role: 'institution',
	institution: 'bank02',
	unit: null,
	clearance: 2,
	rawRead: false
};

describe('passport', () => {
	it('F8: adds up: cells, files and rows come to the number itself', () => {
		const found = passport(ledger, consoleAsker, { indicator: 'M04-8', period: '2026-09' });
		const total = String(19 * yi);
		expect(found.observation.value).toBe('1900000000.00');
		expect(found.formula).toContain('贷款余额折人民币');
		expect(found.leaves[0]).toMatchObject({
			value: total,
			cells: [{ cube: 'corp-loan-stock', month: '2026-09', value: total }]
		});
		expect(found.submissions.map(({ institution, contribution }) => [institution, contribution])).toEqual([
			['bank01', String(12 * yi)],
			['bank02', String(7 * yi)]
		]);
		expect(found.facts.total).toBe(3);
		expect(found.facts.withheld).toBe(false);
	});

	it('F8: names the place of every number in the filer’s own file', () => {
		const { facts } = passport(ledger, consoleAsker, { indicator: 'M04-8', period: '2026-09' });
		const counted = facts.rows.map(({ institution, cells }) => [
			institution,
			...cells.filter((cell) => cell.counted).map(({ value, where }) => [value, where])
		]);
		const letter = String.fromCharCode(65 + (Object.keys(corpLoanStock.columns).indexOf('balanceCny') % 26));
		expect(counted).toEqual([
			['bank01', ['1,200,000,000.00', `数据!${letter}4`]],
			['bank02', ['600,000,000.00', `数据!${letter}3`]],
			['bank02', ['100,000,000.00', `数据!${letter}4`]]
		]);
	});

	it('F8: tells what a resubmission changed', () => {
		const [first] = passport(ledger, consoleAsker, { indicator: 'M04-8', period: '2026-09' }).submissions;
		expect(first).toMatchObject({
			number: 2,
			replaced: { number: 1, contribution: String(9 * yi), difference: String(3 * yi) }
		});
	});

	it('pages through the rows and keeps to the narrowing', () => {
		const page = passport(ledger, consoleAsker, {
			indicator: 'M04-8',
			period: '2026-09',
			offset: 1,
			limit: 1
		});
		expect([page.facts.rows.length, page.facts.total]).toEqual([1, 3]);
		const narrow = passport(ledger, consoleAsker, {
			indicator: 'M04-8',
			period: '2026-09',
			where: { institution: 'bank01' }
		});
		expect(
			narrow.submissions
				.filter(({ dataset }) => dataset === 'corp-loan-stock')
				.map(({ institution }) => institution)
		).toEqual(['bank01']);
		expect(narrow.facts.total).toBe(1);
	});

	it('shows an institution its own files and rows only, a leader none of the rows', () => {
		const own = passport(ledger, bank, { indicator: 'M04-8', period: '2026-09' });
		expect(own.observation.value).toBe('700000000.00');
		expect(new Set(own.submissions.map(({ institution }) => institution))).toEqual(new Set(['bank02']));
		expect(new Set(own.facts.rows.map(({ institution }) => institution))).toEqual(new Set(['bank02']));
		const leader = passport(
			ledger,
			{ ...bank, role: 'leader', institution: null },
			{ indicator: 'M04-8', period: '2026-09' }
		);
		expect(leader.facts).toMatchObject({ rows: [], total: 0, withheld: true });
	});

	it('goes back through a derived number: both sides of a share', () => {
		const share = passport(ledger, consoleAsker, { indicator: 'M04-11', period: '2026-09', leaf: 1 });
		expect(share.leaves.map(({ value }) => value)).toEqual(['2', '2']);
		expect(share.facts.rows.length).toBe(2);
	});
});
