import type { Worksheet } from 'exceljs';
import { toNumber } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import { coverageOf } from '../coverage-of.ts';
import { cellName, rangeRef, type ChartSeries, type ChartValues, type NativeChart } from '../native-chart.ts';
import type { DrawnFigure } from '../grid.ts';
import { numberFormat } from '../numbers.ts';
import { drawnIn, isIncomplete, shortLabel } from '../drawn.ts';
import { addressIn, addSheet, put, putFormula, refTo, sheetNames, type Book } from './book.ts';
import { headingOf } from './tables.ts';
import { aligned, dress, fonts, paper } from './style.ts';

const across = 2;
const size = { columns: 9, rows: 20 } as const;
const kinds = { columns: 'column', line: 'line', bars: 'bar', 'stacked-bars': 'bar' } as const;

/** 图表: native charts, two in a row, over cells that refer to the tables. */
export function writeCharts(book: Book): NativeChart[] {
	const sheet = addSheet(book, sheetNames.charts, '原生图表，改动表中数字即重画');
	paper(sheet, 'landscape', book.foot);
	dress(put(sheet, 'A1', '图表'), { font: fonts.title });
	sheet.getRow(1).height = 30;
	for (let column = 1; column <= across * (size.columns + 1); column += 1) sheet.getColumn(column).width = 9;
	put(sheet, cellName({ column: across * (size.columns + 1), row: 0 }), ' ');
	const values = addSheet(book, sheetNames.chartData, '图表所用的单元格，逐格引自各附表；未报为空，图上断开');
	paper(values, 'landscape', book.foot);
	let row = 0;
	return book.content.figures.map((drawn, i) => {
		if (i % (across * 2) === 0 && i > 0)
			sheet.getRow(1 + Math.floor(i / across) * (size.rows + 1)).addPageBreak();
		const chart = chartOf(book, values, drawn, i, row);
		row += drawn.rows.length + 3;
		return chart;
	});
}

const corner = (index: number, end: boolean) => ({
	column: (index % across) * (size.columns + 1) + (end ? size.columns : 0),
	row: 2 + Math.floor(index / across) * (size.rows + 1) + (end ? size.rows : 0)
});

/** Writes the block of one figure: title, headings, a row per category; a missing value stays blank, so that lines break. */
function writeBlock(book: Book, sheet: Worksheet, drawn: DrawnFigure, index: number, top: number): void {
	const { figure, grid, rows } = drawn;
	dress(put(sheet, cellName({ column: 0, row: top }), `图${index + 1}　${drawn.title}`), {
		font: fonts.strong
	});
	[grid.table.head, ...figure.series.map((series) => labelOf(drawn, series))].forEach((text, c) =>
		dress(put(sheet, cellName({ column: c, row: top + 1 }), text), {
			font: fonts.strong,
			alignment: aligned.centre
		})
	);
	rows.forEach((row, r) => {
		dress(put(sheet, cellName({ column: 0, row: top + 2 + r }), shortLabel(row.label)), { font: fonts.body });
		figure.series.forEach((series, c) => {
			const cell = drawnIn(row, series.column);
			if (!cell) return;
			const at = cellName({ column: c + 1, row: top + 2 + r });
			const format = numberFormat(cell.unit, cell.decimals);
			dress(putFormula(sheet, at, refTo(addressIn(grid, row.key, series.column)), toNumber(cell.value!)), {
				font: fonts.body,
				format
			});
		});
	});
}

function labelOf({ grid }: DrawnFigure, series: DrawnFigure['figure']['series'][number]): string {
	return (
		series.label ??
		headingOf(
			grid,
			grid.columns.find((column) => column.id === series.column)!
		)
	);
}

function chartOf(book: Book, sheet: Worksheet, drawn: DrawnFigure, index: number, top: number): NativeChart {
	if (index === 0)
		for (let column = 1; column <= 4; column += 1) sheet.getColumn(column).width = column === 1 ? 28 : 18;
	writeBlock(book, sheet, drawn, index, top);
	const { figure, grid, rows } = drawn;
	const range = (column: number) =>
		rangeRef(sheetNames.chartData, { column, row: top + 2 }, { column, row: top + 1 + rows.length });
	const values = (column: number, id: string): ChartValues => {
		const cells = rows.map((row) => drawnIn(row, id));
		const first = cells.find((cell) => cell !== null);
		return {
			ref: range(column),
			values: cells.map((cell) => (cell ? toNumber(cell.value!) : null)),
			format: first ? numberFormat(first.unit, first.decimals) : 'General'
		};
	};
	const first = values(1, figure.series[0]!.column);
	const unit = rows.map((row) => drawnIn(row, figure.series[0]!.column)).find((cell) => cell !== null)?.unit;
	const { filed, expected } = coverageOf(
		grid,
		book.content.period,
		figure.series.map((one) => one.column)
	);
	const partial = rows.flatMap((row, i) => (isIncomplete(drawn, row) ? [i] : []));
	return {
		sheet: sheetNames.charts,
		anchor: { from: corner(index, false), to: corner(index, true) },
		title: `图${index + 1}　${drawn.title}`,
		subtitle: figure.subtitle,
		note: `来源：${figure.source}；截至${book.content.asOf}，已报${filed}/${expected}家${book.content.source.demo ? '，演示数据' : ''}`,
		description: `${drawn.title}。${figure.subtitle}，数据见${grid.table.number}。`,
		categories: { ref: range(0), values: rows.map((row) => shortLabel(row.label)), partial },
		axis: {
			title: unit ? unitOf(unit).label : '',
			format: first.format.replace(/\.0+/, ''),
			...(figure.form !== 'line' &&
				!first.values.some((value) => value !== null && value < 0) && { minimum: 0 })
		},
		stacked: figure.form === 'stacked-bars',
		...(rows.length > 8 && (figure.form === 'line' || figure.form === 'columns') && { labelEvery: 3 }),
		series: figure.series.map((series, i): ChartSeries => ({
			label: labelOf(drawn, series),
			labelRef: rangeRef(sheetNames.chartData, { column: i + 1, row: top + 1 }),
			values: values(i + 1, series.column),
			kind: series.role === 'target' ? 'line' : kinds[figure.form],
			...(series.role && { role: series.role }),
			...(figure.form === 'columns' && figure.series.length === 1 && { emphasis: 'last' as const }),
			labels: labelling(drawn, series)
		}))
	};
}

/** Values are written where there is room for them: at the last point of a line, at each of a single row of bars. */
function labelling(
	{ figure }: DrawnFigure,
	series: DrawnFigure['figure']['series'][number]
): ChartSeries['labels'] {
	if (series.role === 'target' || series.role === 'reference' || figure.form === 'stacked-bars')
		return 'none';
	return figure.form === 'bars' && figure.series.length === 1 ? 'all' : 'last';
}
