import { toNumber } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import { rangeRef, type ChartLabels, type ChartValues, type NativeChart } from '../native-chart.ts';
import type { DrawnFigure } from '../grid.ts';
import { numberFormat } from '../numbers.ts';
import { addSheet, put, sheetNames, tableSheet, type Book } from './book.ts';
import { headingOf } from './tables.ts';
import { dress, fonts, paper } from './style.ts';

const across = 2;
const size = { columns: 9, rows: 20 } as const;

/** 图表: native charts over the cells of the table sheets, two in a row. */
export function writeCharts(book: Book): NativeChart[] {
	const sheet = addSheet(book, sheetNames.charts, '原生图表，绑定各表单元格，改数即重画');
	paper(sheet, 'landscape', book.foot);
	sheet.pageSetup.fitToHeight = 0;
	dress(put(sheet, 'A1', '图表'), { font: fonts.title });
	sheet.getRow(1).height = 30;
	for (let column = 1; column <= across * (size.columns + 1); column += 1) sheet.getColumn(column).width = 9;
	const { content } = book;
	const asOf = `数据截至${content.asOf}，已报${content.coverage.filed}/${content.coverage.expected}家${content.source.demo ? '，演示数据' : ''}`;
	content.figures.forEach((_, i) => {
		if (i % (across * 2) === 0 && i > 0)
			sheet.getRow(2 + Math.floor(i / across) * (size.rows + 1) - 1).addPageBreak();
	});
	return content.figures.map((drawn, i) => chartOf(drawn, i, asOf));
}

const corner = (index: number, end: boolean) => ({
	column: (index % across) * (size.columns + 1) + (end ? size.columns : 0),
	row: 2 + Math.floor(index / across) * (size.rows + 1) + (end ? size.rows : 0)
});

/** Rows of the figure as they stand in the table's sheet; they follow each other there. */
function range(drawn: DrawnFigure, column: number): string {
	const at = (i: number) => drawn.grid.rows.indexOf(drawn.rows[i]!) + 1;
	return rangeRef(tableSheet(drawn.grid), { column, row: at(0) }, { column, row: at(drawn.rows.length - 1) });
}

function values(drawn: DrawnFigure, id: string): ChartValues {
	const cells = drawn.rows.map((row) => row.cells.get(id));
	const first = cells.find((cell) => cell?.is === 'number' && cell.value !== null);
	const format = first?.is === 'number' ? numberFormat(first.unit, first.decimals) : 'General';
	return {
		ref: range(drawn, drawn.grid.columns.findIndex((column) => column.id === id) + 1),
		values: cells.map((cell) => (cell?.is === 'number' && cell.value !== null ? toNumber(cell.value) : null)),
		format
	};
}

function chartOf(drawn: DrawnFigure, index: number, asOf: string): NativeChart {
	const { figure, grid } = drawn;
	const kinds = { columns: 'column', line: 'line', bars: 'bar', 'stacked-bars': 'bar' } as const;
	const categories: ChartLabels = { ref: range(drawn, 0), values: drawn.rows.map((row) => row.label) };
	const first = values(drawn, figure.series[0]!.column);
	const cell = drawn.rows
		.map((row) => row.cells.get(figure.series[0]!.column))
		.find((one) => one?.is === 'number');
	return {
		sheet: sheetNames.charts,
		anchor: { from: corner(index, false), to: corner(index, true) },
		title: drawn.title,
		subtitle: figure.subtitle,
		note: `来源：${figure.source}；${asOf}`,
		description: `${drawn.title}。${figure.subtitle}，数据见${grid.table.number}。`,
		categories,
		axis: {
			title: cell?.is === 'number' ? unitOf(cell.unit).label : '',
			format: first.format.replace(/\.0+/, ''),
			...(figure.form === 'line' ? {} : { minimum: minimumOf(first.values) })
		},
		stacked: figure.form === 'stacked-bars',
		...(drawn.rows.length > 13 && figure.form !== 'bars' && { labelEvery: 3 }),
		series: figure.series.map((series) => {
			const column = grid.columns.find((one) => one.id === series.column)!;
			const at = grid.columns.indexOf(column) + 1;
			return {
				label: series.label ?? headingOf(grid, column),
				...(series.label ? {} : { labelRef: rangeRef(tableSheet(grid), { column: at, row: 0 }) }),
				values: values(drawn, series.column),
				kind: series.role === 'target' ? 'line' : kinds[figure.form],
				...(series.role && { role: series.role }),
				...(figure.form === 'columns' && figure.series.length === 1 && { emphasis: 'last' as const }),
				labels:
					series.role === 'target' || series.role === 'reference'
						? 'none'
						: figure.form === 'bars' && figure.series.length === 1
							? 'all'
							: figure.form === 'stacked-bars'
								? 'none'
								: 'last'
			};
		})
	};
}

/** Bars start at zero; below it only where there are negative values. */
const minimumOf = (list: readonly (number | null)[]): number | undefined =>
	list.some((value) => value !== null && value < 0) ? undefined : 0;
