import { faultPoint } from '#faults';
import { addMonths, endOf, lastMonth, periodsBetween, yearToDate, type Period } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import rosterDataset from '#datasets/roster.ts';
import { backings, margins, packed } from '#formula/backing.ts';
import { workedOut } from '#formula/worked.ts';
import { rollUp } from '#formula/rollup.ts';
import { datasetsOf, isView } from '#formula/source.ts';
import type { Stored } from '#formula/test.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { parametersOf } from '../ledger/parameters.ts';
import { behind } from './behind.ts';
import { columnsOf } from './columns.ts';
import { cubes, reachOf, shapeIn, type Cube } from './cubes.ts';
import { LedgerInput } from './input.ts';
import { writeRoster } from './roster.ts';

/** The state row under which the roster as of each month's end is kept. */
export const rosterState = 'roster_on';
export const rosterShape = '1';

export interface Progress {
	readonly cube: string;
	readonly period: Period;
	readonly done: number;
	readonly of: number;
}
export interface RebuildOptions {
	/** Only what a change has made out of date; otherwise everything. */
	readonly dirtyOnly?: boolean;
	readonly cubes?: readonly string[];
	readonly periods?: readonly Period[];
	readonly onProgress?: (progress: Progress) => void;
}

/** First and last month any return in force speaks of. */
export function monthsInForce(ledger: Ledger): Period[] {
	const periods = prepared(
		ledger.db,
		`select distinct f.period from submission s join filing f on f.id = s.filing
		where s.acceptedAt is not null and s.endedAt is null and f.dataset not in ('published-series', 'institution')`
	)
		.pluck()
		.all() as Period[];
	const months = periods.map(lastMonth).sort();
	const out: Period[] = [];
	for (
		let at = months[0];
		at !== undefined && at <= months.at(-1)! && out.length < 600;
		at = addMonths(at, 1)
	)
		out.push(at);
	return out;
}

/**
 * The earliest month-end a newly accepted register file changes: where a row that it brings, or that its predecessor
 * for the period brought, begins to differ from what the filer's other files say.
 */
function firstChanged(ledger: Ledger, datasetId: string, period: Period): Period {
	const dataset = datasetOf(datasetId);
	const { validity } = dataset;
	const own = lastMonth(period);
	if (!validity) return own;
	const files = prepared(
		ledger.db,
		`select s.id, i.institution, i.period, s.endedAt is null as counts from submission s join filing i on i.id = s.filing
		where i.dataset = ? and s.acceptedAt is not null and (s.endedAt is null or i.period = ?)`
	).all(datasetId, period) as { id: number; institution: string; period: Period; counts: number }[];
	const span = new Set<string>([...dataset.key, validity.from, ...(validity.to ? [validity.to] : [])]);
	// A certification counts in the month it was issued, which may lie before its validity.
	const began =
		'issuedOn' in dataset.columns && validity.from !== 'issuedOn'
			? `min("${validity.from}", coalesce("issuedOn", "${validity.from}"))`
			: `"${validity.from}"`;
	const rows = (names: Iterable<string>, id: number) =>
		prepared(
			ledger.db,
			`select ${[began, ...[...names].map((name) => `"${name}"`)].join(', ')} from ${factTableName(dataset)} where submission = ?`
		)
			.raw()
			.all(id) as Stored[][];
	const told = ([, ...values]: readonly Stored[]): string => values.join('\t');
	let first: string = endOf(own);
	const differ = (names: Iterable<string>, subjects: readonly number[], others: readonly number[]): void => {
		const known = new Set(others.flatMap((id) => rows(names, id).map(told)));
		for (const id of subjects)
			for (const row of rows(names, id)) {
				const from = String(row[0] ?? '');
				if (from < first && !known.has(told(row))) first = from;
			}
	};
	for (const institution of new Set(
		files.filter((one) => one.period === period).map((one) => one.institution)
	)) {
		const mine = files.filter((one) => one.institution === institution);
		const ids = (pick: (one: (typeof mine)[number]) => boolean) => mine.filter(pick).map(({ id }) => id);
		const fresh = ids((one) => one.period === period && one.counts === 1);
		const replaced = ids((one) => one.period === period && one.counts === 0);
		differ(span, fresh, [...replaced, ...ids((one) => one.period !== period)]);
		if (!replaced.length) continue;
		differ(Object.keys(dataset.columns), fresh, replaced);
		differ(Object.keys(dataset.columns), replaced, fresh);
	}
	return first.slice(0, 7);
}

/** The month of a first filing, and the months that now lie between it and those known: registers have a state in them too. */
function newMonths(ledger: Ledger, own: Period): Period[] {
	const known = prepared(ledger.db, 'select 1 from cell_state where cube = ? and period = ?').pluck();
	if (known.get(rosterState, own) !== undefined) return [];
	const nearest = prepared(
		ledger.db,
		`select max(case when period < @own then period end), min(case when period > @own then period end)
		from cell_state where cube = @cube`
	);
	const [before, after] = nearest.raw().get({ own, cube: rosterState }) as (Period | null)[];
	const months = before ? periodsBetween(addMonths(before, 1), own) : [own];
	return after ? [...months, ...periodsBetween(own, addMonths(after, -1)).slice(1)] : months;
}

/** Records which cells a filing that came into force, or went out of it, has made out of date. */
export function markDirty(ledger: Ledger, datasetId: string, period: Period): void {
	const dataset = datasetOf(datasetId);
	const own = lastMonth(period);
	const from = dataset.nature === 'register' ? firstChanged(ledger, datasetId, period) : own;
	const at = ledger.now().toISOString();
	const mark = prepared(
		ledger.db,
		`update cell_state set dirtySince = coalesce(dirtySince, ?) where cube = ? and period >= ? and period <= ?`
	);
	const enter = prepared(
		ledger.db,
		`insert into cell_state (cube, period, shape, dirtySince) values (?, ?, '', ?)
		on conflict (cube, period) do update set dirtySince = coalesce(dirtySince, excluded.dirtySince)`
	);
	const reached = [...cubes().values()].flatMap((cube) => {
		const reach = reachOf(cube, dataset);
		return reach === 'none' ? [] : [{ cube, reach }];
	});
	if (!reached.length) return;
	for (const month of newMonths(ledger, own)) enter.run(rosterState, month, at);
	for (const { cube, reach } of reached) {
		const last =
			reach === 'month' ? own : reach === 'year' ? yearToDate(`${own.slice(0, 4)}-12`).at(-1)! : '9999-12';
		mark.run(at, cube.id, from, last);
		enter.run(cube.id, own, at);
	}
	if (datasetId !== rosterDataset.id) return;
	mark.run(at, rosterState, from, '9999-12');
	enter.run(rosterState, own, at);
}

interface State {
	readonly cube: string;
	readonly period: Period;
	readonly shape: string;
	readonly dirtySince: string | null;
}

/** Brings the roster of each month's end and all cells up to date with the returns in force. Every month is a step of its own. */
export function rebuild(ledger: Ledger, options: RebuildOptions = {}): void {
	const months = monthsInForce(ledger);
	const states = prepared(
		ledger.db,
		'select cube, period, shape, dirtySince from cell_state'
	).all() as State[];
	const known = new Map(states.map((state) => [`${state.cube} ${state.period}`, state]));
	const wanted = (id: string, shape: string, month: Period): boolean => {
		if (options.periods && !options.periods.includes(month)) return false;
		if (!options.dirtyOnly) return true;
		const state = known.get(`${id} ${month}`);
		return !state || state.shape !== shape || state.dirtySince !== null;
	};
	const parameter = parametersOf(ledger);
	const declared = [...cubes().values()].filter(({ id }) => !options.cubes || options.cubes.includes(id));
	const gone = states.filter(
		({ cube, period }) => !months.includes(period) || (cube !== rosterState && !cubes().has(cube))
	);
	for (const { cube, period } of gone) drop(ledger, cube, period);
	const work = months
		.map((month) => ({
			month,
			roster: wanted(rosterState, rosterShape, month),
			cubes: declared.filter((cube) => wanted(cube.id, shapeIn(cube, month, parameter), month))
		}))
		.filter((one) => one.roster || one.cubes.length);
	const of = work.reduce((sum, one) => sum + one.cubes.length + (one.roster ? 1 : 0), 0);
	let [done, seen] = [0, -1];
	let input = new LedgerInput(ledger);
	for (const { month, roster, cubes: stale } of work) {
		const report = (cube: string): void => {
			done += 1;
			options.onProgress?.({ cube, period: month, done, of });
		};
		const run = (): void => {
			// What another process has put in force meanwhile must not be taken for rolled up.
			const version = ledger.db.pragma('data_version', { simple: true }) as number;
			if (version !== seen) input = new LedgerInput(ledger);
			seen = version;
			input.forget();
			if (roster) {
				const count = writeRoster(ledger, month, input.rows(rosterDataset, month));
				settle(ledger, rosterState, month, rosterShape, count > 0);
				report(rosterState);
			}
			for (const cube of stale) {
				build(ledger, cube, month, input);
				faultPoint('rollup.cube');
				report(cube.id);
			}
		};
		if (ledger.db.inTransaction) run();
		else ledger.db.transaction(run).immediate();
		faultPoint('rollup.done');
	}
}

function drop(ledger: Ledger, cube: string, period: Period): void {
	clear(ledger, cube, period);
	if (cube === rosterState) prepared(ledger.db, 'delete from roster_on where period = ?').run(period);
	prepared(ledger.db, 'delete from cell_state where cube = ? and period = ?').run(cube, period);
}

/** Takes a cube's cells of a month away, with what is kept of those behind them. */
function clear(ledger: Ledger, cube: string, period: Period): void {
	const remove = prepared(ledger.db, 'delete from cell where cube = ? and period = ?');
	for (const id of [cube, behind(cube)]) remove.run(id, period);
}

/** Whether a cube-month is up to date; without `builtAt` nobody filed anything for it, which is not the same as zero. */
function settle(ledger: Ledger, cube: string, period: Period, shape: string, filed: boolean): void {
	prepared(
		ledger.db,
		`insert into cell_state (cube, period, shape, builtAt, dirtySince) values (?, ?, ?, ?, null)
		on conflict (cube, period) do update set shape = excluded.shape, builtAt = excluded.builtAt, dirtySince = null`
	).run(cube, period, shape, filed ? ledger.now().toISOString() : null);
}

/** Whether anybody filed what a month of a source rests on. */
function isFiled(cube: Cube, month: Period, rows: number, input: LedgerInput): boolean {
	if (rows > 0) return true;
	const monthly = datasetsOf(cube.source).filter(({ nature }) => nature !== 'register');
	const whole = cube.span === 'period' && !(isView(cube.source) && cube.source.reach === 'history');
	if (monthly.length && whole)
		return monthly.some((dataset) => input.months(dataset, month).at(-1) === month);
	return datasetsOf(cube.source).some((dataset) => input.months(dataset, month).length > 0);
}

/** Writes one cube's cells of one month in place of what stood there. */
function build(ledger: Ledger, cube: Cube, month: Period, input: LedgerInput): void {
	clear(ledger, cube.id, month);
	const insert = prepared(ledger.db, 'insert into cell values (?, ?, ?, ?, ?, ?)');
	const { source, leaves, dimensions, ties } = cube;
	const columns = columnsOf(ledger, cube, month, input);
	const worked = workedOut(source, columns, input);
	const keep = (id: string) => (dims: string, k1: string, k2: string, value: string) =>
		insert.run(id, dims, k1, k2, month, value);
	rollUp(source, leaves, dimensions, columns, input, keep(cube.id), worked);
	if (ties) {
		const put = keep(behind(cube.id));
		backings(
			source,
			ties.populations,
			margins(dimensions),
			columns,
			input,
			(dims, k1, k2, all) => put(dims, k1, k2, packed(all)),
			worked
		);
	}
	settle(
		ledger,
		cube.id,
		month,
		shapeIn(cube, month, input.parameter),
		isFiled(cube, month, columns.count, input)
	);
}
