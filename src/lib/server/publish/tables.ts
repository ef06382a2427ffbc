import {
	monthsOf,
	periodsBetween,
	addMonths,
	lastMonth,
	yearEarlier,
	endOf,
	type Period
} from '#core/period.ts';
import {
	absolute,
	add,
	fromDecimal,
	multiply,
	rational,
	subtract,
	toNumber,
	type Rational
} from '#core/rational.ts';
import type { UnitId } from '#core/unit.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { reasonLabels, type Reason } from '#formula/reason.ts';
import type { Indicator } from '#indicators/define.ts';
import { changeUnit, isDifference } from '#lib/server/observe/observe-change.ts';
import type {
	ChangeColumn,
	ComparableColumn,
	DerivedColumn,
	ObservedColumn,
	Table
} from '#reports/define.ts';
import { grown, workOut, written, type Worked } from './arithmetic.ts';
import type { Grid, GridCell, GridRow, Making, NumberCell } from './grid.ts';
import { decimalsFor, displayed, exactOf, stored } from './numbers.ts';
import { isPartial, keyOf, periodAt, type Datum, type Observing, type Where } from './observing.ts';
import { wordsOf, type RowSubject } from './words.ts';

/** A row before its cells are filled. */
interface Place {
	readonly key: string;
	readonly label: string;
	readonly depth: number;
	readonly total: boolean;
	readonly period: Period;
	readonly where: Where;
	readonly indicator: Indicator | null;
	readonly kind: string | null;
}

const place = (given: Partial<Place> & Pick<Place, 'key' | 'label' | 'period'>): Place => ({
	depth: 0,
	total: false,
	where: {},
	indicator: null,
	kind: null,
	...given
});

/** The value of a table with numbers of its own; tables that repeat others are made by `clauseGrid`. */
export function gridOf(observing: Observing, table: Table): Grid {
	const places = placesOf(observing, table);
	const totals = places.find((one) => one.total) ?? null;
	const filled = new Map<string, Map<string, GridCell>>();
	const fill = (one: Place): Map<string, GridCell> => {
		const cells = new Map<string, GridCell>();
		filled.set(one.key, cells);
		for (const column of table.columns) {
			if (column.is !== 'observed') continue;
			cells.set(column.id, observedCell(observing, one, column, places));
		}
		return cells;
	};
	for (const one of places) fill(one);
	for (const one of places) addWorkedOut(observing, table, one, filled, totals);
	const rows = places.map((one): GridRow => ({
		key: one.key,
		label: one.label,
		depth: one.depth,
		total: one.total,
		partial: isPartialRow(filled.get(one.key)!),
		cells: ordered(table, filled.get(one.key)!)
	}));
	const kept = rows.filter(
		(row) => row.total || table.rows.are !== 'keys' || table.rows.empty === 'keep' || hasNumber(row)
	);
	const shown = withoutLeadingGaps(table, kept);
	return {
		table,
		rows: shown,
		columns: table.columns,
		notes: [...table.notes, ...partialNote(table, shown), ...reasonNotes(shown)]
	};
}

/** Whether returns are missing behind a row's first number. */
function isPartialRow(cells: ReadonlyMap<string, GridCell>): boolean {
	for (const one of cells.values()) if (one.is === 'number') return isPartial(one.datum);
	return false;
}

/** Said where growth of incomplete returns stands in a table. */
function partialNote(table: Table, rows: readonly GridRow[]): string[] {
	if (table.rows.are === 'indicators' || !table.columns.some((column) => column.is === 'change')) return [];
	return rows.some((row) => row.partial)
		? ['报送机构未报齐，同比按已报数计算，不宜直接比较；可比口径增速见附表1。']
		: [];
}

/** Months before the first one with data are left out; gaps later on are kept. */
function withoutLeadingGaps(table: Table, rows: readonly GridRow[]): readonly GridRow[] {
	if (table.rows.are !== 'months') return rows;
	const first = rows.findIndex((row) =>
		[...row.cells.values()].some(
			(one) => one.is === 'number' && one.value !== null && one.making.by === 'datum'
		)
	);
	return rows
		.slice(Math.max(0, first))
		.map((row) => (row.partial ? { ...row, label: `${row.label}p` } : row));
}

const hasNumber = (row: GridRow): boolean =>
	[...row.cells.values()].some((one) => one.is === 'number' && one.value !== null);
const ordered = (table: Table, cells: ReadonlyMap<string, GridCell>): ReadonlyMap<string, GridCell> =>
	new Map(table.columns.map((column) => [column.id, cells.get(column.id)!]));

/** Why cells show —, once each. */
export function reasonNotes(rows: readonly GridRow[]): string[] {
	const reasons = new Set<Reason>();
	for (const row of rows)
		for (const one of row.cells.values()) if (one.is === 'number' && one.reason) reasons.add(one.reason);
	return reasons.size
		? [`“—”表示没有数值：${[...reasons].map((reason) => reasonLabels[reason]).join('；')}。`]
		: [];
}

function placesOf(observing: Observing, table: Table): Place[] {
	const { rows } = table;
	const { period } = observing;
	switch (rows.are) {
		case 'indicators':
			return rows.list.map((indicator) =>
				place({ key: indicator.id, label: indicator.label, period, indicator })
			);
		case 'months': {
			const last = lastMonth(period);
			return periodsBetween(addMonths(last, 1 - rows.count), last).map((month) =>
				place({ key: month, label: month.replace('-', '.'), period: month })
			);
		}
		case 'keys':
			return keyedPlaces(observing, table, rows.by, rows.total);
		case 'clauses':
			return [];
	}
}

function keyedPlaces(observing: Observing, table: Table, by: DimensionId, total: string): Place[] {
	const { period } = observing;
	const found = new Set<string>();
	for (const column of table.columns) {
		if (column.is !== 'observed' || !column.indicator?.by.includes(by) || column.where) continue;
		for (const key of observing.breakdown(column.indicator, periodAt(period, column.when), by))
			if (!column.when) found.add(key);
	}
	for (const column of table.columns) {
		if (column.is !== 'change') continue;
		const now = table.columns.find((one) => one.id === column.now);
		if (
			now?.is === 'observed' &&
			now.indicator?.by.includes(by) &&
			now.indicator.comparisons.includes(column.comparison)
		)
			observing.breakdown(now.indicator, period, by, column.comparison);
	}
	const listed = observing.source.keysOf(by);
	const depths = new Map<string, number>();
	for (const { key, parent } of listed) depths.set(key, parent ? (depths.get(parent) ?? 0) + 1 : 0);
	const known = new Set(listed.map(({ key }) => key));
	const others = [...found].filter((key) => !known.has(key)).sort();
	return [
		place({ key: '合计', label: total, period, total: true }),
		...listed.map(({ key, label, kind }) =>
			place({ key, label, period, depth: depths.get(key) ?? 0, where: { [by]: key }, kind: kind ?? null })
		),
		...others.map((key) => place({ key, label: key === '-' ? '未填列' : key, period, where: { [by]: key } }))
	];
}

const thresholdOf = (observing: Observing, indicator: Indicator): Rational | null =>
	indicator.target?.star
		? observing.source.parameter(indicator.target.parameter, endOf(observing.period))
		: null;

function numberCell(
	exact: Rational | null,
	unit: UnitId,
	reason: Reason | null,
	making: Making,
	datum: Datum,
	keys: readonly string[],
	threshold: Rational | null = null
): NumberCell {
	const decimals = decimalsFor(exact, unit, threshold);
	return {
		is: 'number',
		value: exact === null ? null : stored(exact, unit),
		unit,
		decimals,
		display: displayed(exact, unit, decimals),
		reason: exact === null ? (reason ?? 'no-rows') : null,
		making,
		keys,
		datum
	};
}

function observedCell(
	observing: Observing,
	one: Place,
	column: ObservedColumn,
	places: readonly Place[]
): GridCell {
	const indicator = column.indicator ?? one.indicator;
	if (!indicator) throw new TypeError(`no indicator: ${column.id} ${one.key}`);
	const dimensions = Object.keys({ ...one.where, ...column.where }) as DimensionId[];
	if (dimensions.some((dimension) => !indicator.by.includes(dimension))) return { is: 'words', text: '·' };
	if (column.when === 'yearEnd' && indicator.nature === 'flow') return { is: 'words', text: '·' };
	const at = column.when === 'yearEarlier' ? yearEarlier(one.period) : periodAt(one.period, column.when);
	const datum = observing.value(indicator, at, { ...one.where, ...column.where });
	const threshold = thresholdOf(observing, indicator);
	const making: Making =
		one.total && column.total === 'sum' && datum.exact !== null
			? {
					by: 'sum',
					rows: places.filter((other) => !other.total && other.depth === 0).map((other) => other.key),
					ties: datum
				}
			: { by: 'datum', datum };
	return numberCell(datum.exact, indicator.unit, datum.reason, making, datum, [datum.key], threshold);
}

const workedFrom = (cells: ReadonlyMap<string, GridCell>, column: string): Worked => {
	const found = cells.get(column);
	if (found?.is !== 'number') return { missing: 'not-comparable' };
	return found.value === null ? { missing: found.reason ?? 'no-rows' } : { value: found.value };
};

function addWorkedOut(
	observing: Observing,
	table: Table,
	one: Place,
	filled: ReadonlyMap<string, Map<string, GridCell>>,
	totals: Place | null
): void {
	const cells = filled.get(one.key)!;
	const totalCells = totals ? filled.get(totals.key)! : cells;
	for (const column of table.columns) {
		if (column.is === 'derived') cells.set(column.id, derivedCell(observing, one, column, cells, totalCells));
		if (column.is === 'change') cells.set(column.id, changeCell(observing, one, column, cells));
		if (column.is === 'comparable') cells.set(column.id, comparableCell(observing, one, column));
		if (column.is === 'words') cells.set(column.id, wordsOf(observing, column.words, subjectOf(one)));
	}
}

const subjectOf = (one: Place): RowSubject => ({
	indicator: one.indicator,
	kind: one.kind,
	clause: one.indicator?.clause ?? null,
	where: one.where
});

/** The first observed number among an expression's cells: whose data version and coverage the result has. */
function mainDatum(cells: ReadonlyMap<string, GridCell>): Datum {
	for (const found of cells.values()) if (found.is === 'number') return found.datum;
	throw new TypeError('no observed column');
}

function derivedCell(
	observing: Observing,
	one: Place,
	column: DerivedColumn,
	cells: ReadonlyMap<string, GridCell>,
	totals: ReadonlyMap<string, GridCell>
): GridCell {
	if (one.total && column.notInTotal) return { is: 'words', text: '·' };
	const worked = workOut(column.formula, {
		cell: (id) => workedFrom(cells, id),
		total: (id) => workedFrom(totals, id),
		parameter: (id) => observing.source.parameter(id, endOf(one.period))
	});
	const ties = column.ties ? observing.value(column.ties, one.period, one.where) : null;
	const parameter = (id: string): string =>
		String(toNumber(observing.source.parameter(id, endOf(one.period))!));
	const making: Making = {
		by: 'formula',
		formula: (names) => written(column.formula, { ...names, parameter }),
		ties
	};
	const exact = 'value' in worked ? exactOf(worked.value, column.unit) : null;
	const keys = ties ? [ties.key] : [];
	const first =
		column.formula.is === '/' && column.formula.of[0].is === 'cell'
			? cells.get(column.formula.of[0].column)
			: undefined;
	const datum = first?.is === 'number' ? first.datum : mainDatum(cells);
	const threshold = column.ties ? thresholdOf(observing, column.ties) : null;
	return numberCell(
		exact,
		column.unit,
		'missing' in worked ? worked.missing : null,
		making,
		datum,
		keys,
		threshold
	);
}

/** Growth over the base, or for shares and rates the difference, in the unit each asks for. */
function changeCell(
	observing: Observing,
	one: Place,
	column: ChangeColumn,
	cells: ReadonlyMap<string, GridCell>
): GridCell {
	const [now, base] = [cells.get(column.now), cells.get(column.base)];
	if (now?.is !== 'number' || base?.is !== 'number') return { is: 'words', text: '·' };
	const { indicator } = now.datum;
	const unit = changeUnit(indicator);
	const isGrowth = !isDifference(indicator);
	const [a, b] = [workedFrom(cells, column.now), workedFrom(cells, column.base)];
	const compares = indicator.comparisons.includes(column.comparison);
	const ties = compares
		? observing.compared(indicator, now.datum.period, column.comparison, now.datum.keys).change
		: null;
	if (!compares || (ties && ties.exact === null))
		return numberCell(
			null,
			unit,
			ties?.reason ?? 'not-comparable',
			{ by: 'formula', formula: () => '', ties: null },
			now.datum,
			ties ? [ties.key] : []
		);
	const scale = isGrowth ? 1n : pointsPerStored(indicator.unit, unit);
	const worked: Worked = isGrowth
		? grown(a, b)
		: 'missing' in a || 'missing' in b
			? { missing: 'base-missing' }
			: { value: multiply(subtract(a.value, b.value), rational(scale)) };
	const making: Making = {
		by: 'formula',
		formula: (names) =>
			isGrowth
				? `${names.cell(column.now)}/${names.cell(column.base)}-1`
				: `(${names.cell(column.now)}-${names.cell(column.base)})${scale === 1n ? '' : `*${scale}`}`,
		ties
	};
	return numberCell(
		'value' in worked ? exactOf(worked.value, unit) : null,
		unit,
		'missing' in worked ? worked.missing : null,
		making,
		now.datum,
		[keyOf(indicator, now.datum.period, now.datum.keys, column.comparison)]
	);
}

/** Growth on the comparable basis, where the raw one would mislead because returns are missing. */
function comparableCell(observing: Observing, one: Place, column: ComparableColumn): GridCell {
	const { indicator, period, where } = one;
	if (
		!indicator?.comparisons.includes(column.comparison) ||
		!isPartial(observing.value(indicator, period, where))
	)
		return { is: 'words', text: '·' };
	const datum = observing.comparable(indicator, period, column.comparison, where);
	return numberCell(datum.exact, datum.unit, datum.reason, { by: 'datum', datum }, datum, [datum.key]);
}

/** How many difference units one unit of the cells makes: a fraction is 100 个百分点, 1 % p.a. is 100 BP. */
function pointsPerStored(unit: UnitId, difference: UnitId): bigint {
	const one = stored(exactOf(fromDecimal('1'), unit), difference);
	if (one.d !== 1n) throw new RangeError(`unit without whole difference: ${unit}`);
	return one.n;
}

/** The sum of the parts as the cell shows it, to be tied out against what was observed. */
export const sumOf = (cells: readonly NumberCell[]): Rational =>
	cells.reduce((sum, one) => (one.value === null ? sum : add(sum, one.value)), rational(0n));

/** Whether two cell values agree within half of the last place shown. */
export const agrees = (a: Rational, b: Rational, decimals: number): boolean => {
	const gap = absolute(subtract(a, b));
	return gap.n * 10n ** BigInt(decimals) * 2n <= gap.d;
};
