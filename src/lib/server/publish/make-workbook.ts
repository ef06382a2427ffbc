import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { periodLabel } from '#core/period.ts';
import { sheetNames, tableSheet, type Book } from './book/book.ts';
import { headed } from './book/style.ts';
import { writeCharts } from './book/charts.ts';
import { dataAddresses, writeData } from './book/data.ts';
import { writeContents, writeCover, writeDefinitions, writeExplanations } from './book/front.ts';
import { writePrints } from './book/print.ts';
import { writeTables } from './book/tables.ts';
import { writeText } from './book/text.ts';
import { writeTies } from './book/ties.ts';
import { writeReceipts, writeTrace } from './book/trace.ts';
import type { Content } from './content.ts';
import { addCharts, pack, sheetPaths } from './inject-charts.ts';
import { withLinks } from './inject-links.ts';
import { rangeRef } from './native-chart.ts';

/** The parts are packed once, at the end. */
const unpacked = { zip: { compression: 'STORE' } } as unknown as Partial<ExcelJS.XlsxWriteOptions>;

/**
 * The workbook of a report: cover, contents, text, tables, printed tables, native charts, data, ties and traces. `mark`
 * is printed at the head of every page; without one the same ledger gives the same bytes.
 */
export async function makeWorkbook(content: Content, mark = ''): Promise<Buffer> {
	const workbook = new ExcelJS.Workbook();
	describe(workbook, content);
	const book: Book = {
		workbook,
		content,
		links: [],
		cells: new Map(),
		data: dataAddresses(content.data),
		contents: [],
		foot: `${content.report.label}　${periodLabel(content.period)}　版本${content.version}　校验${content.hash.slice(0, 12)}${content.source.demo ? '　演示数据' : ''}`
	};
	for (const name of [sheetNames.cover, sheetNames.contents])
		workbook.addWorksheet(name, { views: [{ showGridLines: false }] });
	writeExplanations(book);
	const places = writeText(book);
	writeTables(book);
	for (const block of content.blocks) if (block.is === 'definitions') writeDefinitions(book, block.block);
	writePrints(book);
	const charts = writeCharts(book);
	writeData(book);
	const tracedAt = book.contents.length;
	const traced = writeTrace(book);
	const [trace] = book.contents.splice(tracedAt, 1);
	const { count } = writeTies(book, places, traced);
	book.contents.push(trace!);
	writeReceipts(book);
	writeCover(book, count);
	writeContents(book);
	nameCells(book);
	if (mark) for (const sheet of workbook.worksheets) headed(sheet, mark);
	orderSheets(book);
	const parts: Record<string, Uint8Array> = unzipSync(
		new Uint8Array(await workbook.xlsx.writeBuffer(unpacked))
	);
	addCharts(parts, charts);
	const byPart = Map.groupBy(book.links, ({ sheet }) => sheet);
	for (const [name, path] of sheetPaths(parts)) parts[path] = withLinks(parts[path]!, byPart.get(name) ?? []);
	return pack(parts);
}

/** Document properties, dated by the data so that the same ledger gives the same file. */
function describe(workbook: ExcelJS.Workbook, content: Content): void {
	const date = new Date(content.source.knownAt || `${content.asOf}T00:00:00Z`);
	workbook.title = `${content.report.title.join('')}（${periodLabel(content.period)}）`;
	workbook.subject = content.report.summary;
	workbook.creator = '科创金融监测平台';
	workbook.lastModifiedBy = '科创金融监测平台';
	workbook.company = '科创金融监测平台';
	workbook.keywords = `${content.report.id} ${content.period} ${content.version} ${content.hash}`;
	workbook.category = content.source.demo ? '演示数据' : '监测报告';
	workbook.created = date;
	workbook.modified = date;
}

/** Defined names for whole tables and for the headline numbers. */
function nameCells(book: Book): void {
	for (const grid of book.content.grids) {
		const end = { column: grid.columns.length, row: grid.rows.length };
		book.workbook.definedNames.add(
			rangeRef(tableSheet(grid), { column: 0, row: 0 }, end),
			`表_${grid.table.id.replaceAll('-', '_')}`
		);
		if (grid.table.rows.are !== 'indicators') continue;
		const now = grid.columns.findIndex((column) => column.is === 'observed');
		grid.rows.forEach((row, i) => {
			const cell = row.cells.get(grid.columns[now]!.id);
			if (cell?.is === 'number')
				book.workbook.definedNames.add(
					rangeRef(tableSheet(grid), { column: now + 1, row: i + 1 }),
					`本期_${row.key.replaceAll('-', '_')}`
				);
		});
	}
}

/** 勾稽 stands before 溯源, though it is written after. */
function orderSheets(book: Book): void {
	const [ties, trace] = [
		book.workbook.getWorksheet(sheetNames.ties)!,
		book.workbook.getWorksheet(sheetNames.trace)!
	];
	const orderOf = (sheet: ExcelJS.Worksheet) => (sheet as unknown as { orderNo: number }).orderNo;
	const [a, b] = [orderOf(ties), orderOf(trace)];
	(ties as unknown as { orderNo: number }).orderNo = b;
	(trace as unknown as { orderNo: number }).orderNo = a;
}
