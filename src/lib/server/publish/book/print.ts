import type { Worksheet } from 'exceljs';
import { periodLabel } from '#core/period.ts';
import { unitOf } from '#core/unit.ts';
import { coverageOf } from '../coverage-of.ts';
import { saysUnit } from '../numbers.ts';
import type { Column } from '#reports/define.ts';
import { cellName } from '../native-chart.ts';
import type { Grid, GridRow } from '../grid.ts';
import { addressIn, addSheet, printSheet, put, refTo, type Book } from './book.ts';
import { statusLabel } from './front.ts';
import { writeNumber } from './tables.ts';
import { aligned, borders, dress, fills, fonts, lights, paper, widthOf } from './style.ts';

const headRows = 4;

/** Tables as offices print them: title, 单位, headings in two rows with merges, notes; numbers refer to the table sheets. */
export function writePrints(book: Book): void {
	for (const grid of book.content.grids) writePrint(book, grid);
}

function writePrint(book: Book, grid: Grid): void {
	const sheet = addSheet(book, printSheet(grid), `${grid.table.title}（打印版）`);
	paper(sheet, 'landscape', book.foot, `1:${headRows}`);
	sheet.views = [{ state: 'frozen', ySplit: headRows, showGridLines: false }];
	writeTitle(book, sheet, grid);
	writeHead(sheet, grid);
	grid.rows.forEach((row, i) => writeRow(sheet, grid, row, headRows + 1 + i));
	mergeRepeats(sheet, grid);
	writeNotes(book, sheet, grid);
	setWidths(sheet, grid);
}

function writeTitle(book: Book, sheet: Worksheet, grid: Grid): void {
	const { content } = book;
	const { filed, expected } = coverageOf(grid, content.period);
	const last = grid.columns.length + 1;
	sheet.mergeCells(1, 1, 1, last);
	dress(put(sheet, 'A1', `${grid.table.number}　${periodLabel(content.period)}${grid.table.title}`), {
		font: fonts.title,
		alignment: aligned.centre
	});
	sheet.getRow(1).height = 34;
	const split = Math.max(1, Math.ceil(last / 2));
	if (split > 1) sheet.mergeCells(2, 1, 2, split);
	if (last > split + 1) sheet.mergeCells(2, split + 1, 2, last);
	dress(
		put(
			sheet,
			'A2',
			`数据截至${content.asOf}　已报${filed}/${expected}家　${statusLabel(filed < expected ? 'preliminary' : 'final')}　版本${content.version}${content.source.demo ? '　演示数据' : ''}`
		),
		{ font: fonts.quiet, alignment: aligned.left }
	);
	if (last > split)
		dress(
			put(sheet, cellName({ column: split, row: 1 }), grid.table.unit ? `单位：${grid.table.unit}` : ' '),
			{ font: fonts.quiet, alignment: aligned.right }
		);
	sheet.getRow(2).height = 18;
}

/** The unit under a heading, where the table has no single one. */
function unitUnder(grid: Grid, column: string): string {
	const units = new Set(
		grid.rows.flatMap((row) => {
			const cell = row.cells.get(column);
			return cell?.is === 'number' && !saysUnit(cell.unit) ? [unitOf(cell.unit).label] : [];
		})
	);
	const [only] = units;
	return units.size === 1 && only && only !== grid.table.unit ? `\n（${only}）` : '';
}

function writeHead(sheet: Worksheet, grid: Grid): void {
	const looks = { font: fonts.strong, fill: fills.head, border: borders.all, alignment: aligned.centre };
	const cell = (column: number, row: number) => sheet.getCell(cellName({ column, row }));
	for (let c = 0; c <= grid.columns.length; c += 1) for (const r of [2, 3]) dress(cell(c, r), looks);
	put(sheet, 'A3', grid.table.head);
	sheet.mergeCells(3, 1, 4, 1);
	let from = 0;
	while (from < grid.columns.length) {
		const { group } = grid.columns[from]!;
		let to = from;
		while (group && grid.columns[to + 1]?.group === group) to += 1;
		for (let c = from; c <= to; c += 1)
			put(
				sheet,
				cellName({ column: c + 1, row: group ? 3 : 2 }),
				`${grid.columns[c]!.label}${unitUnder(grid, grid.columns[c]!.id)}`
			);
		if (group) {
			put(sheet, cellName({ column: from + 1, row: 2 }), group);
			if (to > from) sheet.mergeCells(3, from + 2, 3, to + 2);
		} else sheet.mergeCells(3, from + 2, 4, from + 2);
		from = to + 1;
	}
	sheet.getRow(3).height = 20;
	sheet.getRow(4).height = 32;
}

function writeRow(sheet: Worksheet, grid: Grid, row: GridRow, r: number): void {
	const looks = { border: borders.all, ...(row.total && { fill: fills.total }) };
	dress(put(sheet, `A${r}`, row.label), {
		font: row.total ? fonts.strong : fonts.body,
		alignment: { ...aligned.left, indent: row.depth, wrapText: true },
		...looks
	});
	let lines = Math.ceil(widthOf(row.label) / 26);
	grid.columns.forEach((column, c) => {
		const at = cellName({ column: c + 1, row: r - 1 });
		const cell = row.cells.get(column.id)!;
		if (cell.is === 'number') writeNumber(sheet, at, cell, () => refTo(addressIn(grid, row.key, column.id)));
		else {
			dress(put(sheet, at, cell.text), {
				font: cell.light ? { ...fonts.strong, color: { argb: lights[cell.light] } } : fonts.body,
				alignment: widthOf(cell.text) > 10 ? aligned.wrap : aligned.centre
			});
			const shared = column.is === 'words' && repeats(grid, column) ? sharing(grid, row) : 1;
			lines = Math.max(lines, Math.ceil(Math.ceil(widthOf(cell.text) / (widthIn(grid, c) - 1)) / shared));
		}
		dress(sheet.getCell(at), { border: borders.all, ...(row.total && { fill: fills.total }) });
		if (row.total && cell.is === 'number') dress(sheet.getCell(at), { font: fonts.strong });
	});
	sheet.getRow(r).height = Math.max(18, lines * 14 + 4);
}

/** Whether a column's words are printed once for all rows of a clause. */
const repeats = (grid: Grid, column: Column): boolean =>
	grid.table.rows.are === 'clauses' &&
	column.is === 'words' &&
	(column.words === 'clause' || column.words === 'units');
const clauseIn = (row: GridRow): string => row.key.split('-')[0]!;
/** How many rows share such words. */
const sharing = (grid: Grid, row: GridRow): number =>
	grid.rows.filter((one) => clauseIn(one) === clauseIn(row)).length;

/** Repeated words of one clause are printed once. */
function mergeRepeats(sheet: Worksheet, grid: Grid): void {
	if (grid.table.rows.are !== 'clauses') return;
	grid.columns.forEach((column, c) => {
		if (!repeats(grid, column)) return;
		let from = 0;
		const textAt = (i: number) => {
			const cell = grid.rows[i]?.cells.get(column.id);
			return cell?.is === 'words' ? cell.text : null;
		};
		for (let i = 1; i <= grid.rows.length; i += 1) {
			if (
				i < grid.rows.length &&
				textAt(i) === textAt(from) &&
				clauseIn(grid.rows[i]!) === clauseIn(grid.rows[from]!)
			)
				continue;
			if (i - from > 1) sheet.mergeCells(headRows + 1 + from, c + 2, headRows + i, c + 2);
			from = i;
		}
	});
}

function writeNotes(book: Book, sheet: Worksheet, grid: Grid): void {
	const last = grid.columns.length + 1;
	const rounding = grid.rows.some((row) =>
		[...row.cells.values()].some((one) => one.is === 'number' && one.making.by === 'sum')
	)
		? ['分项之和与合计可能因四舍五入略有差异。']
		: [];
	const notes = [...grid.notes, ...rounding];
	[
		...notes.map((text, i) => `注${notes.length > 1 ? i + 1 : ''}：${text}`),
		`资料来源：${book.content.report.label}，各报送机构报送数据。`
	].forEach((text, i) => {
		const row = headRows + grid.rows.length + 1 + i;
		sheet.mergeCells(row, 1, row, last);
		dress(put(sheet, `A${row}`, text), { font: fonts.quiet, alignment: aligned.wrap });
		sheet.getRow(row).height = 16;
	});
}

const widthIn = (grid: Grid, column: number): number => {
	const declared = grid.columns[column]!;
	return declared.width ?? (declared.is === 'words' ? 14 : 12.5);
};

function setWidths(sheet: Worksheet, grid: Grid): void {
	sheet.getColumn(1).width = 26;
	grid.columns.forEach((_, c) => {
		sheet.getColumn(c + 2).width = widthIn(grid, c);
	});
}
