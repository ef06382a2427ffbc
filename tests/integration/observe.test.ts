import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { yearToDate } from '#core/period.ts';
import allLoan from '#datasets/all-loan.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { figureData } from '#lib/server/observe/figure.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { Observation, ObserveQuery } from '#lib/server/observe/types.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects what a reader is told: the value of the right rows, how complete it is, and no number where there is none.

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

const yi = 10_000_000_000;
const loan = (borrower: string, balance: number, more: Values = {}): Values => ({
	borrower,
	loanNo: `${borrower}-${balance}`,
	contractNo: borrower,
	balanceCny: balance * yi,
	size: 'CS03',
	guarantee: 'B01',
	quality: 'FQ01',
	grantedOn: '2025-01-01',
	dueOn: '2026-12-31',
	rate: 300_000,
	...more
});
const enrolled = (uscc: string, label: string, validFrom = '2024-01-01', more: Values = {}): Values => ({
	uscc,
	label,
	validFrom,
	name: uscc,
	district: '110108',
	industry: 'C39',
	size: 'CS03',
	...more
});
const ask = (
	indicator: string,
	query: Partial<ObserveQuery> = {},
	asker: Asker = consoleAsker
): Observation[] => observe(ledger, asker, { indicator, period: '2026-09', ...query });
const one = (indicator: string, query: Partial<ObserveQuery> = {}, asker?: Asker): Observation =>
	ask(indicator, query, asker)[0]!;

function twoYears(): void {
	accept(ledger, roster, 'kw', '2026Q3', [
		enrolled('A', 'HNTE'),
		enrolled('A', 'SRDI'),
		enrolled('B', 'ZGCHT', '2026-01-01')
	]);
	accept(ledger, corpLoanStock, 'bank01', '2025-09', [loan('A', 10), loan('C', 90)]);
	accept(ledger, corpLoanStock, 'bank02', '2025-09', [loan('B', 5)]);
	accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 12), loan('C', 80)]);
	accept(ledger, corpLoanStock, 'bank02', '2026-09', [loan('B', 6), loan('A', 1)]);
	rebuild(ledger, { dirtyOnly: true });
}

describe('values', () => {
	it('are not broken down by what their rows do not carry, filed or not', () => {
		expect(() => ask('bonds-issued', { by: ['institution'] })).toThrow(
			'unknown dimension: bond-issued institution'
		);
	});

	it('are exact and in base units, with the display beside', () => {
		twoYears();
		expect(one('M04-8')).toMatchObject({
			indicator: 'tech-loan-balance',
			value: '1900000000.00',
			display: '19.00',
			unit: '亿元',
			coverage: { filed: 2, expected: 2, missing: [] },
			status: 'final'
		});
		expect(one('M04-9')).toMatchObject({ value: 2, display: '2', unit: '户' });
		expect(one('M04-8', { scope: 'national' }).value).toBe('1300000000.00');
	});

	it('F5: take labels from the roster on the day, however late the roster was filed', () => {
		twoYears();
		// In 2025-09 only 甲 was on the roster: 乙 entered on 2026-01-01.
		expect(one('M04-8', { period: '2025-09' }).value).toBe('1000000000.00');
		expect(one('M04-8', { compare: 'yearOnYear' }).compare).toMatchObject({
			value: 0.9,
			display: '90.0',
			unit: '%',
			basePeriod: '2025-09'
		});
	});

	it('count a borrower once in the union and once under each of its labels', () => {
		twoYears();
		const by = ask('M04-9', { by: ['label'] }).map(({ keys, labels, value }) => [
			keys.label,
			labels.label,
			value
		]);
		expect(by).toEqual([
			['HNTE', '高新技术企业', 1],
			['SRDI', '专精特新中小企业', 1],
			['ZGCHT', '中关村高新技术企业', 1]
		]);
		expect(ask('M04-9', { by: ['label'], scope: 'national' }).map(({ keys }) => keys.label)).toEqual([
			'HNTE',
			'SRDI'
		]);
		expect(ask('M04-9', { by: ['institution'] }).map(({ keys, value }) => [keys.institution, value])).toEqual(
			[
				['bank01', 1],
				['bank02', 2]
			]
		);
	});

	it('come from the facts alike, where cells do not suffice', () => {
		twoYears();
		const three = ask('M04-9', { by: ['institution', 'label', 'size'] });
		expect(three.map(({ keys, value }) => [keys.institution, keys.label, keys.size, value])).toEqual([
			['bank01', 'HNTE', 'CS03', 1],
			['bank01', 'SRDI', 'CS03', 1],
			['bank02', 'HNTE', 'CS03', 1],
			['bank02', 'SRDI', 'CS03', 1],
			['bank02', 'ZGCHT', 'CS03', 1]
		]);
		// Both labels asked for at once: 甲 holds both and counts once.
		expect(one('M04-9', { where: { label: ['HNTE', 'SRDI'] } }).value).toBe(1);
		expect(one('M04-8', { where: { label: ['HNTE', 'SRDI'] } }).value).toBe('1300000000.00');
	});

	it('can be had as they were known on an earlier day', () => {
		twoYears();
		ledger.clock = '2026-10-25T02:00:00.000Z';
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 20)]);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8').value).toBe('2700000000.00');
		expect(one('M04-8', { asOf: '2026-10-24' }).value).toBe('1900000000.00');
		expect(one('M04-8', { asOf: '2026-10-25' }).value).toBe('2700000000.00');
	});
});

describe('growth', () => {
	it('has a comparable basis beside the raw one: banks in both periods, the later roster for both', () => {
		accept(ledger, roster, 'kw', '2026Q3', [enrolled('A', 'HNTE'), enrolled('B', 'ZGCHT', '2026-01-01')]);
		accept(ledger, corpLoanStock, 'bank01', '2025-09', [loan('A', 10), loan('B', 5)]);
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 12), loan('B', 6)]);
		accept(ledger, corpLoanStock, 'bank02', '2026-09', [loan('A', 7)]);
		rebuild(ledger, { dirtyOnly: true });
		const { compare } = one('M04-8', { compare: 'yearOnYear', likeForLike: true });
		// Raw: 25 against 10. Comparable: bank01 alone, both 甲 and 乙 in both years: 18 against 15.
		expect(compare).toMatchObject({ value: 1.5, likeForLike: { value: 0.2, display: '20.0' } });
	});

	it('is refused across a change of definition, for the labels it concerns and no others', () => {
		twoYears();
		const by = ask('M04-8', { by: ['label'], compare: 'yearOnYear' });
		expect(by.map(({ keys, compare }) => [keys.label, compare?.reason ?? compare?.value])).toEqual([
			['HNTE', 0.3],
			['SRDI', 'break-in-definition'],
			['ZGCHT', 'base-missing']
		]);
		expect(one('M04-8', { where: { label: 'SRDI' }, compare: 'yearOnYear' }).compare?.reason).toBe(
			'break-in-definition'
		);
	});

	it('of shares and rates is a difference in 个百分点 and 个基点', () => {
		accept(ledger, corpLoanStock, 'bank01', '2025-09', [loan('A', 1, { rate: 350_000 })]);
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 1, { rate: 315_000 })]);
		accept(ledger, roster, 'kw', '2025Q3', [enrolled('A', 'HNTE')]);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8e', { compare: 'yearOnYear' })).toMatchObject({
			value: 3.15,
			display: '3.15',
			unit: '%',
			compare: { display: '-35', unit: '个基点', value: -35 }
		});
	});

	it('of a flow over the year so far adds its months on both sides', () => {
		const fund = (amount: number): Values => ({
			trancheNo: String(amount),
			tool: 'SMALL',
			institution: 'bank01',
			amount: amount * yi,
			basis: 'funds_issued'
		});
		for (const [month, amount] of [
			['2025-01', 10],
			['2025-02', 20],
			['2025-09', 99],
			['2026-01', 20],
			['2026-02', 25]
		] as const)
			accept(ledger, policyFund, 'pbc', month, [fund(amount)]);
		rebuild(ledger, { dirtyOnly: true });
		// 45 against 30 in January and February together.
		expect(one('M04-2a', { period: '2026-02', compare: 'yearToDate' })).toMatchObject({
			display: '25.00',
			compare: { value: 0.5, display: '50.0', base: { display: '30.00' } }
		});
	});
});

describe('what there is not', () => {
	it('F7: is a dash with a reason, never zero', () => {
		accept(ledger, roster, 'kw', '2026Q3', [enrolled('A', 'HNTE')]);
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('C', 1)]);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8')).toMatchObject({ value: '0.00', display: '0.00' });
		expect(one('M04-8', { period: '2026-08' })).toMatchObject({
			value: null,
			display: '—',
			reason: 'not-filed'
		});
		expect(one('M04-8', { compare: 'yearOnYear' }).compare).toMatchObject({
			value: null,
			display: '—',
			reason: 'base-missing'
		});
		expect(one('M04-8e')).toMatchObject({ value: null, reason: 'zero-denominator' });
		expect(one('M04-1')).toMatchObject({ value: null, reason: 'not-filed' });
		expect(one('M04-8', { period: '2022-08' })).toMatchObject({ value: null, reason: 'not-in-effect' });
	});

	it('F7: shows in the coverage: a bank that has not filed is missing, not a fall', () => {
		twoYears();
		ledger.db
			.prepare(
				`insert into filing (dataset, institution, period, expected) values ('corp-loan-stock', 'bank01', '2026-10', 1), ('corp-loan-stock', 'bank02', '2026-10', 1)`
			)
			.run();
		accept(ledger, corpLoanStock, 'bank01', '2026-10', [loan('A', 12)]);
		rebuild(ledger, { dirtyOnly: true });
		const october = one('M04-8', { period: '2026-10', compare: 'monthOnMonth', likeForLike: true });
		expect(october).toMatchObject({
			coverage: { filed: 1, expected: 2, missing: ['bank02'] },
			status: 'preliminary'
		});
		// Raw it fell from 19 to 12; bank01 alone stood at 12 in both months.
		expect(october.compare).toMatchObject({ display: '-36.8', likeForLike: { display: '0.0' } });
		const banks = ask('M04-8', { period: '2026-10', by: ['institution'] });
		expect(
			banks.map(({ keys, value, reason, coverage }) => [keys.institution, value, reason, coverage.filed])
		).toEqual([
			['bank01', '1200000000.00', undefined, 1],
			['bank02', null, 'not-filed', 0]
		]);
	});

	it('says so while a change has not been rolled up', () => {
		twoYears();
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 20)]);
		expect(one('M04-8')).toMatchObject({
			value: '1900000000.00',
			reason: 'being-rebuilt',
			status: 'preliminary'
		});
		expect(one('M04-8', { period: '2025-09' }).reason).toBeUndefined();
		const notes = () =>
			figureData(ledger, consoleAsker, 'loan-balance', { period: '2026-09', scope: 'beijing' }).notes.join();
		expect(notes()).toContain('正在重新汇总');
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8')).toMatchObject({ value: '2700000000.00', status: 'final' });
		expect(notes()).not.toContain('正在重新汇总');
	});
});

describe('an institution', () => {
	const own: Asker = {
		user: 1,
		name: '张三',
		role: 'institution',
		institution: 'bank02',
		unit: null,
		clearance: 2,
		rawRead: false
	};
	it('sees its own values and no others, however it asks', () => {
		twoYears();
		accept(ledger, allLoan, 'bank01', '2026-09', [{ currency: 'ALL', segment: 'ALL', balance: 900 * yi }]);
		accept(ledger, allLoan, 'bank02', '2026-09', [{ currency: 'ALL', segment: 'ALL', balance: 100 * yi }]);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8', {}, own).value).toBe('700000000.00');
		expect(one('M04-10b', {}, own).value).toBe('10000000000.00');
		expect(ask('M04-8', { by: ['institution'] }, own).map(({ keys }) => keys.institution)).toEqual([
			'bank02'
		]);
		expect(one('M04-8', { where: { institution: 'bank01' } }, own).value).toBe('700000000.00');
		expect(one('M04-8', { where: { institution: ['bank01', 'bank02'] } }, own).value).toBe('700000000.00');
		expect(one('M04-8', { asOf: '2026-10-24' }, own).value).toBe('700000000.00');
		expect(
			ask('M04-9', { by: ['institution', 'label', 'size'] }, own).every(
				({ keys }) => keys.institution === 'bank02'
			)
		).toBe(true);
		expect(one('M01-1', {}, own)).toMatchObject({ value: null, reason: 'suppressed' });
		expect(one('M04-8', { compare: 'yearOnYear', likeForLike: true }, own).coverage).toEqual({
			filed: 1,
			expected: 1,
			missing: []
		});
		expect(ask('M04-8', {}, { ...own, role: 'system' })).toEqual([]);
		expect(one('M04-8', {}, { ...own, institution: null }).value).not.toBe('1900000000.00');
	});
});

describe('the roll-up', () => {
	const cells = (): unknown =>
		ledger.db.prepare('select * from cell order by cube, dims, k1, k2, period').all();

	it('rebuilt from the facts gives the same cells to the bit, whatever the order of filing', () => {
		twoYears();
		accept(ledger, corpLoanFlow, 'bank02', '2026-09', [
			loan('A', 3, { amountCny: 3 * yi, direction: '1', flowNo: '1' })
		]);
		accept(ledger, corpLoanStock, 'bank02', '2026-08', [loan('A', 3)]);
		accept(ledger, roster, 'kw', '2026Q2', [
			enrolled('A', 'HNTE'),
			enrolled('C', 'TSME', '2025-01-01', { validTo: '2026-08-31' })
		]);
		rebuild(ledger, { dirtyOnly: true });
		const step = cells();
		rebuild(ledger);
		expect(cells()).toEqual(step);
		ledger.db.exec('delete from cell; delete from cell_state; delete from roster_on');
		rebuild(ledger, { dirtyOnly: true });
		expect(cells()).toEqual(step);
	});

	it('F5: follows a roster that changes the past: every month-end from the first day changed', () => {
		twoYears();
		expect(one('M04-8', { period: '2025-09' }).value).toBe('1000000000.00');
		accept(ledger, roster, 'kw', '2026Q4', [enrolled('C', 'TSME', '2025-06-01')], 'additions');
		expect(one('M04-8', { period: '2025-09' }).reason).toBe('being-rebuilt');
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-8', { period: '2025-09' })).toMatchObject({ value: '10000000000.00' });
	});

	it('ends what a complete roster no longer has, and leaves other filers’ rows alone', () => {
		enter(ledger, 'jxj', 'unit');
		accept(ledger, roster, 'kw', '2026Q2', [enrolled('A', 'HNTE'), enrolled('B', 'TSME')]);
		accept(ledger, roster, 'jxj', '2026Q2', [enrolled('D', 'SRDI')]);
		accept(ledger, roster, 'kw', '2026Q3', [enrolled('A', 'HNTE')]);
		rebuild(ledger, { dirtyOnly: true });
		expect(ask('M01-1', { period: '2026-09' })[0]!.value).toBe(2);
		expect(ask('M01-1', { period: '2026-06' })[0]!.value).toBe(3);
		expect(ask('M01-2', { period: '2026Q3' })[0]!.value).toBe(-1);
		expect(ask('M01-2b', { period: '2026Q3' })[0]!.value).toBe(1);
	});

	it('is done again under a changed parameter', () => {
		const fund = (trancheNo: string, amount: number, keyArea: string): Values => ({
			trancheNo,
			tool: 'SMALL',
			institution: 'bank01',
			amount: amount * yi,
			basis: 'funds_issued',
			keyArea: [keyArea]
		});
		for (const month of yearToDate('2026-08')) accept(ledger, policyFund, 'pbc', month, []);
		accept(ledger, policyFund, 'pbc', '2026-09', [
			fund('1', 30, 'TECH'),
			fund('2', 30, 'GREEN'),
			fund('3', 40, 'OTHER')
		]);
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-1').value).toBe(0.3);
		// Green begins to count on 1 September.
		setParameter(ledger, consoleAsker, { id: 'keyAreaGreenCounts', from: '2026-09-01', value: '1' });
		rebuild(ledger, { dirtyOnly: true });
		expect(one('M04-1').value).toBe(0.6);
	});

	it('states registers in months between, in which nobody filed loans', () => {
		accept(ledger, roster, 'kw', '2026-06', [enrolled('A', 'HNTE')]);
		rebuild(ledger, { dirtyOnly: true });
		accept(ledger, corpLoanStock, 'bank01', '2026-09', [loan('A', 1)]);
		const stale = ledger.db.prepare(
			'select distinct period from cell_state where dirtySince is not null order by 1'
		);
		expect(stale.pluck().all()).toEqual(['2026-07', '2026-08', '2026-09']);
		for (const period of stale.pluck().all() as string[])
			rebuild(ledger, { dirtyOnly: true, periods: [period] });
		expect(one('M01-1', { period: '2026-08' })).toMatchObject({ value: 1 });
		expect(one('M04-8', { period: '2026-08' })).toMatchObject({ value: null, reason: 'not-filed' });
	});

	it('does nothing where nothing changed', () => {
		twoYears();
		const done: string[] = [];
		rebuild(ledger, { dirtyOnly: true, onProgress: ({ cube }) => done.push(cube) });
		expect(done).toEqual([]);
	});
});
