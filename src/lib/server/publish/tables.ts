import { endOf, yearEarlier } from '#core/period.ts';
import { fromDecimal, multiply, rational, subtract, toNumber, type Rational } from '#core/rational.ts';
import type { UnitId } from '#core/unit.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Reason } from '#formula/reason.ts';
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
import { isPartial, keyOf, periodAt, type Datum, type Observing } from './observing.ts';
import { placesOf, type Place } from './places.ts';
import { isPartialRow, partialNote, reasonNotes, withoutLeadingGaps } from './table-notes.ts';
import { wordsOf, type RowSubject } from './words.ts';

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
	if (totals) keepUnsummed(table, filled, totals.key);
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

const hasNumber = (row: GridRow): boolean =>
	[...row.cells.values()].some(
		(one) => one.is === 'number' && (one.value !== null || one.reason === 'suppressed')
	);

/** A total of which parts are not published is not the sum of its rows: it stands as it was observed. */
function keepUnsummed(table: Table, filled: ReadonlyMap<string, Map<string, GridCell>>, total: string): void {
	const cells = filled.get(total)!;
	for (const { id } of table.columns) {
		const cell = cells.get(id);
		if (cell?.is !== 'number' || cell.making.by !== 'sum') continue;
		const parts = cell.making.rows.map((key) => filled.get(key)?.get(id));
		if (parts.some((part) => part?.is === 'number' && part.reason === 'suppressed'))
			cells.set(id, { ...cell, making: { by: 'datum', datum: cell.datum, unsummed: true } });
	}
}
const ordered = (table: Table, cells: ReadonlyMap<string, GridCell>): ReadonlyMap<string, GridCell> =>
	new Map(table.columns.map((column) => [column.id, cells.get(column.id)!]));

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
		display: displayed(exact, unit, decimals, reason),
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

/** How many difference units one unit of the cells makes: a fraction is 100 个百分点, 1 % p.a. is 100 个基点. */
function pointsPerStored(unit: UnitId, difference: UnitId): bigint {
	const one = stored(exactOf(fromDecimal('1'), unit), difference);
	if (one.d !== 1n) throw new RangeError(`unit without whole difference: ${unit}`);
	return one.n;
}
