import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { DataValidation, Worksheet } from 'exceljs';
import { periodLabel } from '#core/period.ts';
import type { Period } from '#core/period.ts';
import type { CodeList } from '#codes/define.ts';
import type { Column, Dataset, Values } from '#datasets/define.ts';
import { isRequired } from '#datasets/define.ts';
import { placesOf, writeValue } from '#datasets/write.ts';
import { letterOf } from './address.ts';
import { headerOf, headLabels } from './header.ts';
import { choicesSheet, fingerprintSheet } from './sheets.ts';
import { addGuide, columnNote, listsOf } from './template-guide.ts';
import { asHeader, bodyFont, colours, fill, titleFont } from './template-look.ts';
import { roomForNotes } from './template-notes.ts';

/** The filing a template is made for. */
export interface TemplateFor {
	readonly institution: { readonly id: string; readonly name: string };
	readonly period: Period;
	readonly dueOn: string | null;
	/** Says 演示数据. */
	readonly demo?: boolean;
	/** Rows to begin with, such as those of the period before. */
	readonly rows?: readonly Values[];
}

const headerLine = 5;
/** Drop-downs and input rules reach this far; below, the upload still checks. */
const ruledRows = 5000;

/** A workbook that a clerk can fill and the reader knows again. The same filing gives the same workbook. */
export async function template(dataset: Dataset, filing: TemplateFor): Promise<Buffer> {
	const book = new ExcelJS.Workbook();
	book.creator = '科创金融监测平台';
	book.created = book.modified = new Date(Date.UTC(2026, 0, 1));
	const sheet = book.addWorksheet(dataset.label, {
		views: [{ state: 'frozen', xSplit: 1, ySplit: headerLine, showGridLines: true }],
		pageSetup: {
			paperSize: 9,
			orientation: 'landscape',
			fitToPage: true,
			fitToWidth: 1,
			fitToHeight: 0,
			printTitlesRow: `${headerLine}:${headerLine}`,
			margins: { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 }
		},
		headerFooter: {
			oddHeader: `&L${ampersand(filing.institution.name)}&R${ampersand(dataset.label)}　${periodLabel(filing.period)}`,
			oddFooter: '&L填表人：　　　　复核人：&R第 &P 页 共 &N 页'
		}
	});
	const columns = Object.values(dataset.columns);
	shapeColumns(sheet, columns);
	writeHead(sheet, dataset, filing);
	writeHeader(sheet, columns);
	addGuide(book, dataset, (position) => letterOf(position + 1));
	addChoices(book, listsOf(dataset));
	columns.forEach((column, position) => addRule(sheet, column, letterOf(position + 1)));
	addFingerprint(book, dataset, filing);
	(filing.rows ?? []).forEach((row, index) => {
		const line = sheet.getRow(headerLine + 1 + index);
		Object.entries(dataset.columns).forEach(([name, column], position) => {
			line.getCell(position + 1).value = cellValue(column, row[name] ?? null);
		});
	});
	return roomForNotes(Buffer.from(await book.xlsx.writeBuffer()));
}

/** A header line for those who file `.csv`: UTF-8 with a mark, so that spreadsheet programs show it right. */
export const blankCsv = (dataset: Dataset): Buffer =>
	Buffer.from(`\ufeff${Object.values(dataset.columns).map(headerOf).join(',')}\r\n`);

/** `&` begins a code in a page header. */
const ampersand = (text: string): string => text.replaceAll('&', '&&');

const formats: Readonly<Partial<Record<Column['kind'], string>>> = {
	date: 'yyyy-mm-dd',
	money: '#,##0.00',
	usd: '#,##0.00',
	rate: '0.00###',
	int: '0'
};

function shapeColumns(sheet: Worksheet, columns: readonly Column[]): void {
	columns.forEach((column, position) => {
		const shaped = sheet.getColumn(position + 1);
		const longest = Math.max(
			headerOf(column).length * 2 + 4,
			(column.example?.length ?? 0) + 3,
			column.max && column.max > 60 ? 30 : 0
		);
		shaped.width = Math.min(40, Math.max(12, longest));
		const numFmt =
			column.kind === 'dec' ? `0.${'0'.repeat(column.places ?? 0)}` : (formats[column.kind] ?? '@');
		shaped.style = { numFmt, font: bodyFont, alignment: { vertical: 'middle' } };
	});
}

function writeHead(
	sheet: Worksheet,
	dataset: Dataset,
	{ institution, period, dueOn, demo }: TemplateFor
): void {
	const lines: (readonly [string, string])[][] = [
		[
			[headLabels.form, dataset.label],
			[headLabels.version, dataset.version]
		],
		[
			[headLabels.institution, institution.name],
			[headLabels.period, periodLabel(period)],
			...(dueOn ? [[headLabels.dueOn, dueOn] as const] : [])
		]
	];
	const put = (line: number, column: number, value: string, font: Partial<ExcelJS.Font>) => {
		const cell = sheet.getCell(line, column);
		cell.style = { numFmt: '@', font, alignment: { vertical: 'middle' } };
		cell.value = value;
	};
	put(1, 1, `${dataset.label}${demo ? '　演示数据' : ''}`, titleFont);
	lines.forEach((pairs, index) =>
		pairs.forEach(([label, value], at) => {
			put(index + 2, at * 2 + 1, label, { ...bodyFont, color: { argb: colours.quiet } });
			put(index + 2, at * 2 + 2, value, { ...bodyFont, bold: true });
		})
	);
	put(4, 1, '带 * 为必填；列的含义见表头批注和“说明”表。请勿改动表头。', {
		...bodyFont,
		size: 9,
		color: { argb: colours.quiet }
	});
	sheet.getRow(1).height = 30;
}

function writeHeader(sheet: Worksheet, columns: readonly Column[]): void {
	columns.forEach((column, position) => {
		const cell = sheet.getCell(headerLine, position + 1);
		cell.value = headerOf(column) + (isRequired(column) ? '*' : '');
		asHeader(cell);
		if (!isRequired(column)) {
			cell.fill = fill(colours.wash);
			cell.font = { ...cell.font, color: { argb: colours.brand } };
		}
		cell.note = { texts: [{ font: { size: 9, name: '宋体' }, text: columnNote(column) }] };
	});
	sheet.getRow(headerLine).height = 34;
	sheet.autoFilter = {
		from: { row: headerLine, column: 1 },
		to: { row: headerLine, column: columns.length }
	};
}

const listName = (list: CodeList): string => `list_${list.id.replaceAll('-', '_')}`;
/** How a code shows in a drop-down; the reader takes the code, the name, or both. */
const choice = ({ code, label }: CodeList['codes'][number]): string => `${code} ${label}`;

function addChoices(book: ExcelJS.Workbook, lists: readonly CodeList[]): void {
	if (!lists.length) return;
	const sheet = book.addWorksheet(choicesSheet, { state: 'veryHidden' });
	lists.forEach((list, index) => {
		const letter = letterOf(index + 1);
		sheet.getCell(1, index + 1).value = list.label;
		list.codes.forEach((code, at) => (sheet.getCell(at + 2, index + 1).value = choice(code)));
		book.definedNames.add(`${choicesSheet}!$${letter}$2:$${letter}$${list.codes.length + 1}`, listName(list));
	});
}

/** Input rules: a warning, since the reader forgives more than a spreadsheet program does. */
function addRule(sheet: Worksheet, column: Column, letter: string): void {
	const rule = ruleOf(column);
	if (!rule) return;
	const note = column.note
		? { showInputMessage: true, promptTitle: column.label.slice(0, 30), prompt: column.note.slice(0, 250) }
		: {};
	const range = `${letter}${headerLine + 1}:${letter}${headerLine + ruledRows}`;
	(
		sheet as unknown as { dataValidations: { add(range: string, rule: DataValidation): void } }
	).dataValidations.add(range, {
		...rule,
		...note,
		allowBlank: true,
		showErrorMessage: true,
		errorStyle: 'warning',
		errorTitle: column.label.slice(0, 30)
	});
}

function ruleOf(column: Column): DataValidation | null {
	switch (column.kind) {
		case 'code':
			return { type: 'list', formulae: [listName(column.list!)], error: '请从下拉列表选择' };
		case 'flag':
			return { type: 'list', formulae: ['"是,否"'], error: '请选择“是”或“否”' };
		case 'uscc':
			return { type: 'textLength', operator: 'equal', formulae: [18], error: '统一社会信用代码为 18 位' };
		case 'date':
			return {
				type: 'date',
				operator: 'between',
				formulae: [new Date(Date.UTC(1949, 9, 1)), new Date(Date.UTC(2099, 11, 31))],
				error: '请填日期，如 2026-09-30'
			};
		case 'money':
		case 'usd':
		case 'rate':
		case 'dec':
			return { type: 'decimal', operator: 'between', formulae: [-1e15, 1e15], error: '请填数字' };
		case 'int':
			return { type: 'whole', operator: 'between', formulae: [-1e9, 1e12], error: '请填整数' };
		case 'text':
		case 'ref':
			return column.max
				? {
						type: 'textLength',
						operator: 'lessThanOrEqual',
						formulae: [column.max],
						error: `最多 ${column.max} 个字`
					}
				: null;
		default:
			return null;
	}
}

function addFingerprint(
	book: ExcelJS.Workbook,
	dataset: Dataset,
	{ institution, period }: TemplateFor
): void {
	const sheet = book.addWorksheet(fingerprintSheet, { state: 'veryHidden' });
	const facts = [
		['form', dataset.id],
		['version', dataset.version],
		['institution', institution.id],
		['period', period]
	] as const;
	const nonce = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
	[...facts, ['nonce', nonce] as const].forEach(([key, value], index) => {
		sheet.getCell(index + 1, 1).value = headLabels[key];
		sheet.getCell(index + 1, 2).value = value;
		book.definedNames.add(`${fingerprintSheet}!$B$${index + 1}`, `techfin_${key}`);
	});
}

/** A value as a spreadsheet holds it: codes with their names, dates as dates, numbers that a double holds exactly. */
function cellValue(column: Column, value: Values[string]): string | number | Date | null {
	if (value === null) return null;
	if (column.kind === 'code') {
		const code = column.list?.at.get(String(value));
		return code ? choice(code) : String(value);
	}
	if (column.kind === 'date') return new Date(`${String(value)}T00:00:00Z`);
	const text = writeValue(column, value, 'label');
	return placesOf(column) !== null && text.replace(/\D/g, '').length <= 15 ? Number(text) : text;
}
