import { blocks } from '#checks/define.ts';
import type { Dataset } from '#datasets/define.ts';
import { columnOf, letterOf, parseAddress } from './address.ts';
import { markCells } from './mark-up-cells.ts';
import { withBoxes, withComments } from './mark-up-comments.ts';
import type { Marked, MarkedFile } from './mark-up-list.ts';
import { listSheetXml, mostMarked } from './mark-up-list.ts';
import { contentTypes, insertBeforeEnd, OfficePackage } from './mark-up-package.ts';
import { plainStyles, StyleSheet } from './mark-up-styles.ts';
import { listSheet } from './sheets.ts';
import type { Book, Sheet } from './xlsx-book.ts';
import { readBook } from './xlsx-book.ts';
import { tags } from './xml.ts';
import { packedPieces, writeZip } from './zip-write.ts';

export { readExplanations } from './explanations.ts';
export type { Marked, MarkedFile } from './mark-up-list.ts';

const transitional = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
type Mark = 'bad' | 'warn';
/** Colours that only a mark-up uses, so that it can take them off again. */
const markColours: Readonly<Record<Mark, string>> = { bad: 'FFFBD5D1', warn: 'FFFFEDB8' };

/**
 * The filer's own file with what is wrong marked in it: cells coloured and commented, and a sheet 错误清单. Every other
 * part of a workbook stays byte for byte. Of the other layouts, the list alone as a workbook.
 */
export async function markUp(
	original: Buffer,
	layout: string | null,
	findings: readonly Marked[],
	dataset: Dataset,
	file: MarkedFile
): Promise<Buffer> {
	const ordered = findings.toSorted(
		(a, b) => Number(blocks(b.severity)) - Number(blocks(a.severity)) || (a.line ?? 0) - (b.line ?? 0)
	);
	return layout === 'xlsx' && file.sheet !== null
		? markWorkbook(original, ordered, dataset, file)
		: listWorkbook(ordered, dataset, file);
}

/** What stands in one cell. */
interface Spot {
	mark: Mark;
	texts: string[];
}

/** Findings by sheet, line and column. Further columns of a finding are coloured with its first. */
function spotsOf(findings: readonly Marked[], file: MarkedFile): Map<string, Map<number, Map<number, Spot>>> {
	const sheets = new Map<string, Map<number, Map<number, Spot>>>();
	for (const finding of findings.slice(0, mostMarked)) {
		const first = parseAddress(finding.where);
		if (!first) continue;
		const letters = [first.letters, ...finding.columns.slice(1).flatMap((name) => file.letters[name] ?? [])];
		const lines = sheets.get(first.sheet) ?? new Map<number, Map<number, Spot>>();
		sheets.set(first.sheet, lines);
		const cells = lines.get(first.line) ?? new Map<number, Spot>();
		lines.set(first.line, cells);
		new Set(letters).forEach((letter) => {
			const spot = cells.get(columnOf(letter)) ?? { mark: 'warn', texts: [] };
			cells.set(columnOf(letter), spot);
			if (blocks(finding.severity)) spot.mark = 'bad';
			if (letter === first.letters) spot.texts.push(commentText(finding));
		});
	}
	return sheets;
}

function commentText({ check, severity, seen, message, remedy }: Marked): string {
	const value = seen ? `\n现值：${seen.slice(0, 100)}` : '';
	return `${check} ${blocks(severity) ? '错误' : '疑问'}：${message}${value}\n怎么改：${remedy}`.slice(
		0,
		800
	);
}

async function markWorkbook(
	original: Buffer,
	findings: readonly Marked[],
	dataset: Dataset,
	file: MarkedFile
): Promise<Buffer> {
	const book = new OfficePackage(original);
	const read = readBook(book.source, book.parts);
	const family = familyOf(book, read);
	const stylesPart = [...book.relations(read.part).values()].find(({ type }) => type === 'styles')?.target;
	const styles = new StyleSheet((stylesPart && book.text(stylesPart)) || plainStyles);
	const cleared = styles.unfilled(Object.values(markColours));
	const fills = new Map(
		(['bad', 'warn'] as const).map((mark) => [
			mark,
			styles.add(
				'fills',
				`<patternFill patternType="solid"><fgColor rgb="${markColours[mark]}"/><bgColor indexed="64"/></patternFill>`
			)
		])
	);
	const spots = spotsOf(findings, file);
	for (const sheet of read.sheets) {
		const lines = spots.get(sheet.name) ?? new Map<number, Map<number, Spot>>();
		if (sheet.name === listSheet || (!lines.size && sheet.name !== file.sheet)) continue;
		const marks = new Map(
			[...lines].map(([line, cells]) => [
				line,
				new Map([...cells].map(([column, { mark }]) => [column, mark]))
			])
		);
		const before = book.bytes(sheet.part)!;
		book.set(
			sheet.part,
			markCells(before, marks, (style, mark) => styles.style(style, { fill: fills.get(mark)! }), cleared)
		);
		addComments(book, sheet, lines, family);
	}
	addList(book, read, listSheetXml(findings, dataset, file, styles, family.main), family);
	if (stylesPart) book.set(stylesPart, styles.toString());
	else {
		const part = book.free('xl/styles', '.xml');
		book.set(part, styles.toString());
		book.declare(part, contentTypes.styles);
		book.relate(read.part, family.relations, 'styles', part);
	}
	return book.write();
}

/** The namespaces that the workbook is written in: transitional or strict. */
interface Family {
	readonly main: string;
	readonly relations: string;
}

function familyOf(book: OfficePackage, read: Book): Family {
	const text = book.text(read.part)!;
	const strict = text.includes('http://purl.oclc.org/ooxml/spreadsheetml/main');
	return strict
		? {
				main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
				relations: 'http://purl.oclc.org/ooxml/officeDocument/relationships'
			}
		: { main: transitional, relations: relationships };
}

function addComments(
	book: OfficePackage,
	sheet: Sheet,
	lines: ReadonlyMap<number, ReadonlyMap<number, Spot>>,
	family: Family
): void {
	const notes = new Map<string, string>();
	for (const [line, cells] of lines) {
		for (const [column, { texts }] of cells)
			if (texts.length) notes.set(`${letterOf(column)}${line}`, texts.join('\n').slice(0, 2000));
	}
	const relations = [...book.relations(sheet.part).entries()];
	const comments = relations.find(([, { type }]) => type === 'comments')?.[1].target;
	if (!notes.size && !comments) return;
	const pieces = book.pieces(sheet.part)!;
	const drawingId = [...tags(tailOf(pieces).text)].find(({ name }) => name === 'legacyDrawing');
	const done = withComments(comments ? book.text(comments) : null, notes, family.main);
	const part = comments ?? book.free('xl/comments', '.xml');
	book.set(part, done.text);
	if (!comments) {
		book.declare(part, contentTypes.comments);
		book.relate(sheet.part, family.relations, 'comments', part);
	}
	const known =
		drawingId && relations.find(([id]) => [...drawingId.attributes.values()].includes(id))?.[1].target;
	const drawing = known ?? book.free('xl/drawings/vmlDrawing', '.vml');
	book.set(drawing, withBoxes(known ? book.text(known) : null, done));
	if (known) return;
	book.declare(drawing, contentTypes.vmlDrawing);
	book.set(
		sheet.part,
		withLegacyDrawing(pieces, book.relate(sheet.part, family.relations, 'vmlDrawing', drawing), family)
	);
}

const afterLegacyDrawing = new Set([
	'legacyDrawingHF',
	'drawingHF',
	'picture',
	'oleObjects',
	'controls',
	'webPublishItems',
	'tableParts',
	'extLst'
]);

/** What follows the rows of a worksheet, one character a byte, and the pieces before it: the rows may be very many. */
function tailOf(pieces: readonly Buffer[]): { text: string; before: Buffer[] } {
	let at = pieces.length - 1;
	while (at > 0 && !pieces[at]!.includes('sheetData')) at--;
	const last = at === pieces.length - 1 ? pieces[at]! : Buffer.concat(pieces.slice(at));
	const start = Math.max(0, last.lastIndexOf('<', last.lastIndexOf('sheetData')));
	return { text: last.toString('latin1', start), before: [...pieces.slice(0, at), last.subarray(0, start)] };
}

/** The worksheet with a reference to its boxes, where the order of elements wants it. */
function withLegacyDrawing(pieces: readonly Buffer[], id: string, family: Family): Buffer[] {
	const { text, before } = tailOf(pieces);
	const prefix =
		[...tags(pieces[0]!.toString('latin1', 0, 5000))].find(({ name }) => name === 'worksheet')?.prefix ?? '';
	const next = [...tags(text)].find(({ name, kind }) => kind !== 'close' && afterLegacyDrawing.has(name));
	const element = `<${prefix}legacyDrawing xmlns:r="${family.relations}" r:id="${id}"/>`;
	const tail = next
		? text.slice(0, next.start) + element + text.slice(next.start)
		: insertBeforeEnd(text, element, 'worksheet');
	return [...before, Buffer.from(tail, 'latin1')];
}

/** Puts in the list as the last sheet, or in the place of the list of an earlier mark-up. */
function addList(book: OfficePackage, read: Book, xml: readonly Buffer[], family: Family): void {
	const earlier = read.sheets.find(({ name }) => name === listSheet);
	if (earlier) {
		book.set(earlier.part, xml);
		return;
	}
	const part = book.free('xl/worksheets/sheet', '.xml');
	book.set(part, xml);
	book.declare(part, contentTypes.worksheet);
	const id = book.relate(read.part, family.relations, 'worksheet', part);
	const text = book.text(read.part)!;
	const all = [...tags(text)];
	const sheets = all.find(({ name, kind }) => name === 'sheets' && kind === 'close')!;
	const number =
		Math.max(
			0,
			...all
				.filter(({ name }) => name === 'sheet')
				.map(({ attributes }) => Number(attributes.get('sheetId') ?? 0))
		) + 1;
	const entry = `<${sheets.prefix}sheet name="${listSheet}" sheetId="${number}" xmlns:r="${family.relations}" r:id="${id}"/>`;
	book.set(read.part, text.slice(0, sheets.start) + entry + text.slice(sheets.start));
}

/** The list alone, for files that have no cells to colour. */
async function listWorkbook(
	findings: readonly Marked[],
	dataset: Dataset,
	file: MarkedFile
): Promise<Buffer> {
	const styles = new StyleSheet(plainStyles);
	const sheet = listSheetXml(findings, dataset, { ...file, sheet: null }, styles, transitional);
	const package_ = 'http://schemas.openxmlformats.org/package/2006';
	const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
	const relation = (id: string, type: string, target: string) =>
		`<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
	const parts: Readonly<Record<string, string | readonly Buffer[]>> = {
		'[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="${package_}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
		'_rels/.rels': `<Relationships xmlns="${package_}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
		'xl/workbook.xml': `<workbook xmlns="${transitional}" xmlns:r="${relationships}"><sheets><sheet name="${listSheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${package_}/relationships">${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'styles', 'styles.xml')}</Relationships>`,
		'xl/worksheets/sheet1.xml': sheet,
		'xl/styles.xml': styles.toString()
	};
	const members = Object.entries(parts).map(([name, part]) =>
		packedPieces(name, typeof part === 'string' ? [Buffer.from(part)] : part)
	);
	return writeZip(await Promise.all(members));
}
