import { createHash } from 'node:crypto';
import { endOf, type Period } from '#core/period.ts';
import { compare } from '#core/rational.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';
import type { Ask, Definitions, Figure, Report, Said, See, Seen, Table } from '#reports/define.ts';
import { clauseGrid } from './clause-grid.ts';
import type { DrawnFigure, Grid } from './grid.ts';
import { narrowed, withoutEmptyHeadings } from './narrow.ts';
import {
	isPartial,
	NotShown,
	observing,
	periodAt,
	type Datum,
	type Observing,
	type ReportSource
} from './observing.ts';
import { decimalsFor } from './numbers.ts';
import { gridOf } from './tables.ts';
import { growthOf, judged } from './words.ts';
import { sayChange, sayDifference, sayNumber } from './wording.ts';

/** A block of a report with its values. */
export type ContentBlock =
	| { readonly is: 'heading'; readonly level: 1 | 2; readonly text: string }
	| { readonly is: 'sentence'; readonly said: readonly Said[] }
	| { readonly is: 'note'; readonly text: string }
	| { readonly is: 'table'; readonly grid: Grid }
	| { readonly is: 'figure'; readonly drawn: DrawnFigure }
	| { readonly is: 'definitions'; readonly block: Definitions };

/** One period of a report: what the preview, the workbook and later the other writers are made from. */
export interface Content {
	readonly report: Report;
	readonly period: Period;
	readonly asOf: string;
	readonly blocks: readonly ContentBlock[];
	readonly grids: readonly Grid[];
	readonly figures: readonly DrawnFigure[];
	/** Every number that was asked for. */
	readonly data: readonly Datum[];
	readonly coverage: { readonly filed: number; readonly expected: number };
	readonly status: 'preliminary' | 'final';
	readonly version: string;
	/** SHA-256 of all that is said: the same numbers and words give the same one. */
	readonly hash: string;
	readonly source: ReportSource;
}

/** Puts a report into numbers and words for a period; for an office its own part of it. */
export function contentOf(whole: Report, source: ReportSource, period: Period): Content {
	const report = narrowed(whole, source);
	const asking = observing(source, period);
	const grids = gridsOf(report, asking);
	const see = seeing(asking);
	const figures: DrawnFigure[] = [];
	const made = report.blocks.flatMap((block): ContentBlock[] => {
		switch (block.is) {
			case 'heading':
			case 'note':
				return [block];
			case 'definitions':
				return [{ is: 'definitions', block }];
			case 'sentence': {
				const said = ifShown(() => block.say(see)) ?? [];
				return said.length ? [{ is: 'sentence', said }] : [];
			}
			case 'table':
				return [{ is: 'table', grid: grids.get(block.id)! }];
			case 'figure': {
				const drawn = ifShown(() => drawnOf(block, see, grids));
				if (!drawn) return [];
				figures.push(drawn);
				return [{ is: 'figure', drawn }];
			}
		}
	});
	const blocks = withoutEmptyHeadings(made);
	const data = asking.data();
	const widest = data
		.filter(({ period: at }) => at === period)
		.sort(
			(a, b) =>
				b.observation.coverage.expected - a.observation.coverage.expected ||
				a.observation.coverage.filed - b.observation.coverage.filed
		)[0]?.observation;
	const content = {
		report,
		period,
		asOf: endOf(period),
		blocks,
		grids: [...grids.values()],
		figures,
		data,
		coverage: widest?.coverage ?? { filed: 0, expected: 0 },
		status: data.some(({ observation, period: at }) => at === period && observation.status === 'preliminary')
			? ('preliminary' as const)
			: ('final' as const),
		version: widest?.version ?? '—',
		source
	};
	return { ...content, hash: hashOf(content) };
}

/** What is said of numbers the reader may see; `null` where it would be of others. */
function ifShown<T>(said: () => T): T | null {
	try {
		return said();
	} catch (cause) {
		if (cause instanceof NotShown) return null;
		throw cause;
	}
}

function gridsOf(report: Report, asking: Observing): Map<string, Grid> {
	const tables = report.blocks.filter((block): block is Table => block.is === 'table');
	const grids = new Map<string, Grid>();
	const later: Table[] = [];
	for (const table of tables)
		if (table.rows.are === 'clauses') later.push(table);
		else grids.set(table.id, gridOf(asking, table));
	for (const table of later) {
		const of = table.rows.are === 'clauses' ? grids.get(table.rows.of) : undefined;
		if (!of) throw new RangeError(`unknown table: ${table.id}`);
		grids.set(table.id, clauseGrid(asking, table, of));
	}
	return new Map(tables.map(({ id }) => [id, grids.get(id)!]));
}

function drawnOf(figure: Figure, see: See, grids: ReadonlyMap<string, Grid>): DrawnFigure {
	const grid = grids.get(figure.table);
	if (!grid) throw new RangeError(`unknown table: ${figure.table}`);
	const rows = grid.rows.filter((row) => !row.total && row.depth === 0);
	return { figure, title: figure.title(see), grid, rows: figure.last ? rows.slice(-figure.last) : rows };
}

const seenOf = (datum: Datum): Seen => ({
	key: datum.key,
	indicator: datum.indicator,
	exact: datum.exact,
	unit: datum.unit,
	...(datum.reason && { reason: datum.reason })
});

const shortNames = (source: ReportSource, ids: readonly string[]): string[] => {
	const names = new Map(source.keysOf('institution').map(({ key, label }) => [key, label]));
	return ids.map((id) => names.get(id) ?? id);
};

function seeing(asking: Observing): See {
	const { period, source } = asking;
	const value = ({ indicator, when, where }: Ask): Datum =>
		asking.value(indicator, periodAt(period, when), where);
	const changed = ({ indicator, where }: Ask, comparison: Comparison) =>
		growthOf(asking, indicator, comparison, where);
	const compared = ({ indicator, when, where }: Ask, comparison: Comparison) =>
		asking.compared(indicator, periodAt(period, when), comparison, where);
	return {
		period,
		sees: (clause) => source.seesClause(clause),
		value: (ask) => seenOf(value(ask)),
		change: (ask, comparison) => seenOf(changed(ask, comparison)),
		say: (ask) => {
			const datum = value(ask);
			const target = ask.indicator.target?.star
				? source.parameter(ask.indicator.target.parameter, endOf(period))
				: null;
			return sayNumber(
				seenOf(datum),
				target && datum.exact ? { decimals: decimalsFor(datum.exact, datum.unit, target) } : {}
			);
		},
		sayChange: (ask, comparison) => {
			const datum = changed(ask, comparison);
			return sayChange(seenOf(datum), comparison, datum.basis === 'comparable');
		},
		sayDifference: (ask, comparison) => {
			const { now, base } = compared(ask, comparison);
			if (isPartial(now)) return sayChange(seenOf(changed(ask, comparison)), comparison, true);
			const difference = asking.difference(ask.indicator, periodAt(period, ask.when), comparison, ask.where);
			return sayDifference(seenOf(now), seenOf(base), seenOf(difference), comparison);
		},
		isWithheld: ({ indicator, when }, by) => isWithheld(asking, indicator, periodAt(period, when), by),
		ranked: ({ indicator, when }, by) => {
			const at = periodAt(period, when);
			if (isWithheld(asking, indicator, at, by)) return [];
			const keys = asking.breakdown(indicator, at, by);
			const names = new Map(source.keysOf(by).map(({ key, label }) => [key, label]));
			return keys
				.filter((key) => names.has(key))
				.map((key) => ({
					label: names.get(key)!,
					where: { [by]: key },
					seen: seenOf(asking.value(indicator, at, { [by]: key }))
				}))
				.filter(({ seen }) => seen.exact !== null)
				.sort((a, b) => compare(b.seen.exact!, a.seen.exact!));
		},
		isPartial: (ask) => isPartial(value(ask)),
		standing: (indicator) => judged(asking, indicator)?.because ?? '',
		parameter: (id) => source.parameter(id, endOf(period)),
		coverage: (indicator) => {
			const { coverage, status } = asking.value(indicator, period).observation;
			return { ...coverage, missing: shortNames(source, coverage.missing), status };
		}
	};
}

/** Whether any row of a breakdown is not published. */
const isWithheld = (asking: Observing, indicator: Indicator, at: Period, by: DimensionId): boolean =>
	asking
		.breakdown(indicator, at, by)
		.some((key) => asking.value(indicator, at, { [by]: key }).reason === 'suppressed');

const sayable = (said: readonly Said[]): string =>
	said.map((part) => (typeof part === 'string' ? part : part.text)).join('');

/** The hash of everything that is said, in an order that never changes. */
function hashOf(content: Omit<Content, 'hash'>): string {
	const canonical = {
		report: content.report.id,
		period: content.period,
		sentences: content.blocks.flatMap((block) => (block.is === 'sentence' ? [sayable(block.said)] : [])),
		tables: content.grids.map(({ table, rows }) => [
			table.id,
			rows.map((row) => [
				row.key,
				...[...row.cells.values()].map((one) =>
					one.is === 'words' ? one.text : one.value === null ? null : `${one.value.n}/${one.value.d}`
				)
			])
		]),
		data: content.data.map(({ key, exact, observation }) => [
			key,
			exact === null ? null : `${exact.n}/${exact.d}`,
			observation.version,
			observation.status
		])
	};
	return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

/** What a paragraph reads like without links. */
export const readable = sayable;
