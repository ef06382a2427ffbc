import type { Workbook, Worksheet } from 'exceljs';
import { cellName, sheetRef } from '../native-chart.ts';
import { safeCell, safeText, sheetName, type CellInput } from '../safe-cell.ts';
import type { Content } from '../content.ts';
import type { Grid } from '../grid.ts';

/** A link within the workbook, laid over a cell whatever its value is. */
export interface CellLink {
	readonly sheet: string;
	readonly at: string;
	/** `'溯源'!A12` */
	readonly to: string;
	readonly tip: string;
}

/** A cell by sheet and name. */
export interface Address {
	readonly sheet: string;
	readonly at: string;
}
export const refTo = ({ sheet, at }: Address): string => `${sheetRef(sheet)}!${at}`;
/** `$B$3` of `B3`, with its sheet. */
export const fixedRef = ({ sheet, at }: Address): string =>
	`${sheetRef(sheet)}!${at.replace(/^([A-Z]+)(\d+)$/, '$$$1$$$2')}`;

/** The workbook being written, and where its numbers have been put. */
export interface Book {
	readonly workbook: Workbook;
	readonly content: Content;
	readonly links: CellLink[];
	/** Cell of each number by the key it goes by in sentences; the first place wins. */
	readonly cells: Map<string, Address>;
	/** Cell of each row in the 数据 sheet, by key. */
	readonly data: ReadonlyMap<string, Address>;
	/** What the contents list says of each sheet. */
	readonly contents: { sheet: string; says: string }[];
	readonly foot: string;
}

/** Names of the sheets that are not tables. */
export const sheetNames = {
	cover: '封面',
	contents: '目录',
	definitions: '说明',
	text: '正文',
	charts: '图表',
	chartData: '图表数据',
	data: '数据',
	ties: '勾稽',
	trace: '溯源',
	receipts: '报送批次'
} as const;
export const tableSheet = (grid: Grid): string => sheetName(`${grid.table.number} ${grid.table.title}`);
export const printSheet = (grid: Grid): string => sheetName(`打印 ${grid.table.number}`);

/** Where a number stands in its table's sheet: one header row, then the rows, the first column being the row's name. */
export function addressIn(grid: Grid, row: string, column: string): Address {
	const [r, c] = [
		grid.rows.findIndex((one) => one.key === row),
		grid.columns.findIndex((one) => one.id === column)
	];
	if (r < 0 || c < 0) throw new RangeError(`no such cell: ${grid.table.id} ${row} ${column}`);
	return { sheet: tableSheet(grid), at: cellName({ column: c + 1, row: r + 1 }) };
}

/** Adds a sheet and its line in the contents. */
export function addSheet(book: Book, name: string, says: string): Worksheet {
	book.contents.push({ sheet: name, says });
	return book.workbook.addWorksheet(name, { views: [{ showGridLines: false }] });
}

/** Writes a plain value, made safe. */
export function put(sheet: Worksheet, at: string, value: CellInput) {
	const cell = sheet.getCell(at);
	cell.value = safeCell(value);
	return cell;
}

/** Writes a formula of ours with the value it comes to. */
export function putFormula(sheet: Worksheet, at: string, formula: string, result: number | string | boolean) {
	const cell = sheet.getCell(at);
	cell.value = { formula, result: typeof result === 'string' ? safeText(result) : result };
	return cell;
}
