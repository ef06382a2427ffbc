import { toNumber } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import type { Column } from '#reports/define.ts';
import { cellName } from '../native-chart.ts';
import type { Grid, GridCell, GridRow, NumberCell } from '../grid.ts';
import { fromRaw, numberFormat, saysUnit } from '../numbers.ts';
import {
	addressIn,
	addSheet,
	fixedRef,
	put,
	putFormula,
	refTo,
	tableSheet,
	type Address,
	type Book
} from './book.ts';
import { aligned, borders, dress, fills, fonts, lights, paper, widthOf } from './style.ts';

/** The unit a whole column shares, if it does. */
function unitOfColumn(grid: Grid, column: Column): string | null {
	const units = new Set<string>();
	for (const row of grid.rows) {
		const cell = row.cells.get(column.id);
		if (cell?.is === 'number' && !saysUnit(cell.unit)) units.add(unitOf(cell.unit).label);
	}
	const [only] = units;
	return units.size === 1 && only !== undefined ? only : null;
}

/** A column's heading in one line, so that headings differ: group, label, unit. */
export function headingOf(grid: Grid, column: Column): string {
	const unit = unitOfColumn(grid, column);
	return `${column.group ?? ''}${column.label}${unit ? `（${unit}）` : ''}`;
}

/** The formula by which a number stands in its cell. */
export function formulaOf(book: Book, grid: Grid, row: GridRow, cell: NumberCell): string {
	const { making } = cell;
	switch (making.by) {
		case 'datum': {
			const datum = book.data.get(making.datum.key);
			if (!datum) throw new RangeError(`no datum: ${making.datum.key}`);
			return `${fixedRef(datum)}${fromRaw(cell.unit)}`;
		}
		case 'sum': {
			const column = columnOf(row, cell);
			const cells = making.rows
				.filter((key) => grid.rows.some((one) => one.key === key))
				.map((key) => addressIn(grid, key, column).at);
			return sumFormula(cells);
		}
		case 'formula': {
			const total = grid.rows.find((one) => one.total) ?? row;
			return making.formula({
				cell: (id) => addressIn(grid, row.key, id).at,
				total: (id) => addressIn(grid, total.key, id).at.replace(/^[A-Z]+/, '$&$$')
			});
		}
		case 'same': {
			const of = book.content.grids.find((one) => one.table.id === making.table);
			if (!of) throw new RangeError(`unknown table: ${making.table}`);
			return refTo(addressIn(of, making.row, making.column));
		}
	}
}

const columnOf = (row: GridRow, cell: GridCell): string => {
	for (const [column, one] of row.cells) if (one === cell) return column;
	throw new RangeError(`no such cell: ${row.key}`);
};

/** SUM over one range if the cells follow each other in a column, else over a list. */
export function sumFormula(cells: readonly string[]): string {
	const rows = cells.map((at) => Number(at.replace(/^[A-Z]+/, '')));
	const joined = rows.every((row, i) => i === 0 || row === rows[i - 1]! + 1);
	return joined && cells.length > 1 ? `SUM(${cells[0]}:${cells.at(-1)})` : `SUM(${cells.join(',')})`;
}

/** Writes a number with its formula and cached value, or — where there is none. */
export function writeNumber(
	sheet: import('exceljs').Worksheet,
	at: string,
	cell: NumberCell,
	formula: () => string
): void {
	if (cell.value === null) {
		dress(put(sheet, at, cell.display), { font: fonts.body, alignment: aligned.right });
		return;
	}
	const written = putFormula(sheet, at, formula(), toNumber(cell.value));
	dress(written, {
		font: fonts.body,
		alignment: aligned.right,
		format: numberFormat(cell.unit, cell.decimals)
	});
}

/** One sheet per table: starts in A1, one header row, no merges, a named table, formulas alive. */
export function writeTables(book: Book): void {
	for (const grid of book.content.grids) writeTable(book, grid);
}

function writeTable(book: Book, grid: Grid): void {
	const name = tableSheet(grid);
	const sheet = addSheet(book, name, `${grid.table.title}（数据表，可筛选、可计算）`);
	sheet.views = [{ state: 'frozen', xSplit: 1, ySplit: 1, showGridLines: false }];
	const headings = [grid.table.head, ...grid.columns.map((column) => headingOf(grid, column))];
	sheet.addTable({
		name: `T_${grid.table.id.replaceAll('-', '_')}`,
		ref: 'A1',
		headerRow: true,
		style: { showRowStripes: false },
		columns: headings.map((heading) => ({ name: heading, filterButton: true })),
		rows: grid.rows.map(() => headings.map(() => null))
	});
	headings.forEach((heading, i) => {
		dress(sheet.getCell(cellName({ column: i, row: 0 })), {
			font: fonts.strong,
			fill: fills.head,
			border: borders.head,
			alignment: aligned.centre
		});
		sheet.getColumn(i + 1).width = Math.min(
			i === 0 ? 34 : 44,
			Math.max(
				grid.columns[i - 1]?.width ?? 0,
				Math.ceil(widthOf(heading) / (i === 0 ? 1 : 1.7)) + 3,
				longest(grid, i) + 3
			)
		);
	});
	sheet.getRow(1).height = 32;
	paper(sheet, 'landscape', book.foot, '1:1');
	grid.rows.forEach((row, r) => writeRow(book, grid, row, r + 1));
}

/** The widest text in a column, within reason. */
const longest = (grid: Grid, column: number): number =>
	Math.max(
		0,
		...grid.rows.map((row) => {
			if (column === 0) return widthOf(row.label) + row.depth * 2;
			const cell = row.cells.get(grid.columns[column - 1]!.id)!;
			return widthOf(cell.is === 'number' ? cell.display : cell.text);
		})
	);

function writeRow(book: Book, grid: Grid, row: GridRow, r: number): void {
	const sheet = book.workbook.getWorksheet(tableSheet(grid))!;
	const first = put(sheet, cellName({ column: 0, row: r }), row.label);
	dress(first, {
		font: row.total ? fonts.strong : fonts.body,
		alignment: { ...aligned.left, indent: row.depth }
	});
	grid.columns.forEach((column, c) => {
		const at = cellName({ column: c + 1, row: r });
		const cell = row.cells.get(column.id)!;
		if (cell.is === 'words')
			dress(put(sheet, at, cell.text), {
				font: cell.light ? { ...fonts.strong, color: { argb: lights[cell.light] } } : fonts.body,
				alignment: aligned.left
			});
		else {
			writeNumber(sheet, at, cell, () => formulaOf(book, grid, row, cell));
			for (const key of cell.keys)
				if (!book.cells.has(key)) book.cells.set(key, { sheet: tableSheet(grid), at });
		}
	});
	for (let c = 0; c <= grid.columns.length; c += 1) {
		const cell = sheet.getCell(cellName({ column: c, row: r }));
		dress(cell, { border: borders.row, ...(row.total && { fill: fills.total, font: fonts.strong }) });
	}
}

/** Every number of the tables with where it stands. */
export function* numbersIn(
	grid: Grid
): Generator<{ row: GridRow; column: Column; cell: NumberCell; address: Address }> {
	for (const row of grid.rows)
		for (const column of grid.columns) {
			const cell = row.cells.get(column.id)!;
			if (cell.is === 'number' && cell.value !== null)
				yield { row, column, cell, address: addressIn(grid, row.key, column.id) };
		}
}
