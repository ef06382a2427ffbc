import { periodLabel, type Period } from '#core/period.ts';
import { toNumber } from '#core/rational.ts';
import { isShare, unitOf, type UnitId } from '#core/unit.ts';
import { notPublished } from '#core/number.ts';
import { notPublishedNote, reasonLabels, signOf } from '#formula/reason.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import type { Sentence, TableCell, TableColumn, TableRow } from '#figures/show.ts';
import { shown, type ShownFigure } from '#lib/charts/shown.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Definitions, Said } from '#reports/define.ts';
import type { Content, ContentBlock } from './content.ts';
import { coverageOf } from './coverage-of.ts';
import { drawnIn, isIncomplete, shortLabel } from './drawn.ts';
import type { DrawnFigure, Grid, GridCell } from './grid.ts';
import type { Datum } from './observing.ts';
import { saysUnit } from './numbers.ts';
import { passportOf } from './passport-of.ts';
import { reportContent } from './report-content.ts';

/** A block as the preview page shows it. */
export type PreviewBlock =
	| { readonly is: 'heading'; readonly level: 1 | 2; readonly text: string }
	| { readonly is: 'sentence'; readonly sentence: Sentence }
	| { readonly is: 'note'; readonly text: string }
	| {
			readonly is: 'table';
			readonly id: string;
			readonly caption: string;
			readonly unit: string | null;
			readonly columns: readonly TableColumn[];
			readonly rows: readonly TableRow[];
			readonly notes: readonly string[];
	  }
	| { readonly is: 'figure'; readonly shown: ShownFigure }
	| {
			readonly is: 'definitions';
			readonly caption: string;
			readonly list: readonly {
				readonly code: string;
				readonly label: string;
				readonly unit: string;
				readonly definition: string;
				readonly basis: string;
			}[];
	  };

/** The report as its preview page shows it: the same blocks as the workbook. */
export function previewOf(content: Content): readonly PreviewBlock[] {
	const known = new Map(content.data.map((datum) => [datum.key, datum]));
	return content.blocks.map((block) => previewBlock(content, known, block));
}

function previewBlock(
	content: Content,
	known: ReadonlyMap<string, Datum>,
	block: ContentBlock
): PreviewBlock {
	switch (block.is) {
		case 'heading':
		case 'note':
			return block;
		case 'sentence':
			return { is: 'sentence', sentence: sentenceOf(block.said, known) };
		case 'table':
			return tableOf(block.grid);
		case 'figure':
			return { is: 'figure', shown: shown(figureOf(content, block.drawn), '', 640) };
		case 'definitions':
			return definitionsOf(block.block);
	}
}

function sentenceOf(said: readonly Said[], known: ReadonlyMap<string, Datum>): Sentence {
	const parts: Sentence[number][] = [];
	for (const part of said) {
		const datum = typeof part === 'string' ? null : known.get(part.key);
		parts.push(typeof part === 'string' ? part : { text: part.text, href: datum ? passportOf(datum) : null });
	}
	return parts;
}

const tones = { green: 'good', amber: 'warn', red: 'bad' } as const;

/** Units a cell carries itself, as the workbook's number formats do. */
const inCell = (unit: UnitId): string => (!isShare(unit) && saysUnit(unit) ? unitOf(unit).label : '');

function cellOf(cell: GridCell): TableCell {
	if (cell.is === 'words') return { text: cell.text, ...(cell.light && { tone: tones[cell.light] }) };
	return {
		text: cell.value === null ? cell.display : `${cell.display}${inCell(cell.unit)}`,
		value: cell.value === null ? null : toNumber(cell.value),
		...(cell.value === null ? {} : { href: passportOf(cell.datum) }),
		...(cell.reason && { reason: reasonLabels[cell.reason] })
	};
}

function tableOf(grid: Grid): PreviewBlock {
	return {
		is: 'table',
		id: grid.table.id,
		caption: `${grid.table.number}　${grid.table.title}`,
		unit: grid.table.unit ?? null,
		columns: [
			{ key: 'head', label: grid.table.head },
			...grid.columns.map((column): TableColumn => ({
				key: column.id,
				label: column.label,
				align: column.is === 'words' ? 'left' : 'right',
				...(column.group && { group: column.group }),
				...(column.is === 'words' && (column.width ?? 0) > 20 && { wrap: true })
			}))
		],
		rows: grid.rows.map((row): TableRow => ({
			key: row.key,
			cells: {
				head: row.label,
				...Object.fromEntries([...row.cells].map(([id, cell]) => [id, cellOf(cell)]))
			},
			...(row.total && { total: true }),
			...(row.depth && { depth: row.depth })
		})),
		notes: grid.table.notes
	};
}

/** The figure as pages draw it; the same cells as the native chart of the workbook. */
export function figureOf(content: Content, drawn: DrawnFigure): FigureData {
	const { figure, grid, rows } = drawn;
	const kinds = { columns: 'column', line: 'line', bars: 'bar', 'stacked-bars': 'bar' } as const;
	const all = figure.series.map((series): FigureSeries & { target: boolean } => {
		const column = grid.columns.find((one) => one.id === series.column)!;
		const cells = rows.map((row) => drawnIn(row, series.column));
		const first = cells.find((cell) => cell !== null);
		const percent = first !== undefined && first !== null && isShare(first.unit);
		const numbers = cells.map((cell) => (cell ? toNumber(cell.value!) * (percent ? 100 : 1) : null));
		return {
			id: series.column,
			label: series.label ?? `${column.group ?? ''}${column.label}`,
			unit: first ? unitOf(first.unit).label : '',
			kind: kinds[figure.form],
			values: numbers,
			displays: cells.map((cell, at) => {
				if (cell) return cell.display.replace(/%$/, '');
				const missing = rows[at]!.cells.get(series.column);
				return signOf(missing?.is === 'number' ? missing.reason : null);
			}),
			passports: cells.map((cell) => (cell ? passportOf(cell.datum) : null)),
			...(series.role === 'accent' || series.role === 'reference'
				? { role: series.role }
				: { role: 'main' as const }),
			decimals: first ? first.decimals : 0,
			target: series.role === 'target'
		};
	});
	const target = all.find((series) => series.target)?.values.findLast((value) => value !== null);
	const series = all.filter((one) => !one.target).map(({ target: _, ...one }) => one);
	const coverage = coverageOf(
		grid,
		content.period,
		figure.series.map((one) => one.column)
	);
	return {
		id: figure.id,
		headline: drawn.title,
		subtitle: figure.subtitle,
		form: figure.form,
		categories: rows.map((row) => ({
			key: row.key,
			label: shortLabel(row.label),
			...(isIncomplete(drawn, row) && { partial: true })
		})),
		series,
		breaks: [],
		...(target === undefined || target === null
			? {}
			: { target: { value: target, label: `目标${target}%`, series: series[0]!.id } }),
		source: figure.source,
		asOf: content.asOf,
		period: content.period,
		coverage,
		status: coverage.filed < coverage.expected ? 'preliminary' : 'final',
		version: content.version,
		notes: series.some(({ displays }) => displays.includes(notPublished)) ? [notPublishedNote] : [],
		demo: content.source.demo
	};
}

const definitionsOf = (block: Definitions): PreviewBlock => ({
	is: 'definitions',
	caption: `${block.number}　${block.title}`,
	list: block.indicators.map(({ code, label, unit, definition, basis }) => ({
		code,
		label,
		unit: unitOf(unit).label,
		definition,
		basis
	}))
});

/** Everything the preview page of a report shows. */
export function previewPage(ledger: Ledger, asker: Asker, reportId: string, period: Period) {
	const content = reportContent(ledger, asker, reportId, period);
	const { report, asOf, coverage, status, version, hash } = content;
	return {
		id: report.id,
		label: report.label,
		title: report.title,
		period,
		periodLabel: periodLabel(period),
		asOf,
		coverage,
		status,
		version,
		hash,
		demo: content.source.demo,
		office: content.source.office,
		blocks: previewOf(content)
	};
}
