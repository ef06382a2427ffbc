import { BadFile } from './problem.ts';
import type { Source, ZipEntry } from './zip.ts';
import { entryBytes } from './zip.ts';
import { malformed, wellFormed } from './xml-nesting.ts';
import { local, tags, xmlText } from './xml.ts';
import { limits } from './preflight.ts';

/** A worksheet of a workbook. */
export interface Sheet {
	readonly name: string;
	readonly hidden: boolean;
	readonly part: string;
	/** `r:id` in the workbook. */
	readonly relation: string;
}

/** The small parts of a workbook: its sheets and how its cells are styled. */
export interface Book {
	readonly part: string;
	readonly sheets: readonly Sheet[];
	readonly date1904: boolean;
	readonly strings: ZipEntry | null;
	/** By cell style: whether a number in it is a date, or a percentage. */
	readonly dateStyles: readonly boolean[];
	readonly percentStyles: readonly boolean[];
	/** Part names read so far. */
	readonly read: Set<string>;
}

/** The members of an archive by name; spreadsheet programs do not agree on case and leading slashes. */
export const byName = (entries: readonly ZipEntry[]): ReadonlyMap<string, ZipEntry> =>
	new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));

/** A part's text; `BadFile` if it is missing or too large for what it is. */
export function partText(source: Source, entries: ReadonlyMap<string, ZipEntry>, name: string): string {
	const entry = entries.get(name.toLowerCase());
	if (!entry) throw new BadFile(`工作簿缺少部件 ${name}`, '请在 Excel 或 WPS 中打开，另存后重新上传');
	return partOf(source, entry);
}

/** The text of a member; `BadFile` if it is too large for a part that is read whole, or not written as XML. */
export function partOf(source: Source, entry: ZipEntry): string {
	const { name } = entry;
	if (entry.size > limits.part)
		throw new BadFile(`工作簿的部件 ${name} 过大`, '请新建工作簿，只粘贴数据后上传');
	const text = xmlText(entryBytes(source, entry), name);
	wellFormed(text);
	return text;
}

/** Relation id → type and part name, of a part. */
export function relationsOf(
	text: string,
	part: string
): Map<string, { type: string; target: string; external: boolean }> {
	const found = new Map<string, { type: string; target: string; external: boolean }>();
	for (const tag of tags(text)) {
		if (tag.name === 'Relationships' || tag.kind === 'close') continue;
		if (tag.name !== 'Relationship') throw malformed(`部件关系里有 ${tag.name.slice(0, 40)}`);
		const target = tag.attributes.get('Target') ?? '';
		const external = tag.attributes.get('TargetMode') === 'External';
		const id = tag.attributes.get('Id') ?? '';
		if (found.has(id)) throw malformed(`部件关系 ${id.slice(0, 40)} 出现了两次`);
		found.set(id, {
			type: (tag.attributes.get('Type') ?? '').split('/').at(-1)!,
			target: external ? target : resolvePart(part, target),
			external
		});
	}
	return found;
}

/** `../drawings/x.xml` as seen from `xl/worksheets/sheet1.xml`. */
export function resolvePart(from: string, target: string): string {
	if (target.startsWith('/')) return target.slice(1);
	const path = from.split('/').slice(0, -1);
	for (const step of target.split('/')) {
		if (step === '..') path.pop();
		else if (step !== '.') path.push(step);
	}
	return path.join('/');
}

export function relationsPart(part: string): string {
	const at = part.lastIndexOf('/') + 1;
	return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

/** Reads the workbook part, its relations and its styles. */
export function readBook(source: Source, entries: ReadonlyMap<string, ZipEntry>): Book {
	const root = relationsOf(partText(source, entries, '_rels/.rels'), '');
	const part =
		[...root.values()].find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
	const text = partText(source, entries, part);
	const relations = relationsOf(partText(source, entries, relationsPart(part)), part);
	const read = new Set(['_rels/.rels', part, relationsPart(part)]);
	const sheets: Sheet[] = [];
	let date1904 = false;
	for (const tag of tags(text)) {
		if (tag.name === 'workbookPr') date1904 = /^(1|true|on)$/.test(tag.attributes.get('date1904') ?? '');
		if (tag.name !== 'sheet' || tag.kind === 'close') continue;
		const relation = local(tag, 'id') ?? '';
		const target = relations.get(relation);
		if (target?.type !== 'worksheet') continue;
		const hidden = (tag.attributes.get('state') ?? 'visible') !== 'visible';
		sheets.push({ name: tag.attributes.get('name') ?? '', hidden, part: target.target, relation });
	}
	if (!sheets.length) throw new BadFile('工作簿里没有工作表', '请在 Excel 或 WPS 中打开，另存后重新上传');
	if (sheets.length > 100) throw new BadFile(`工作表过多（${sheets.length} 张）`, '请只保留要报送的工作表');
	const related = (type: string) =>
		[...relations.values()].find((relation) => relation.type === type)?.target;
	const styles = related('styles');
	const strings = related('sharedStrings');
	if (styles) read.add(styles);
	if (strings) read.add(strings);
	return {
		part,
		sheets,
		date1904,
		read,
		strings: (strings && entries.get(strings.toLowerCase())) || null,
		...numberStyles(styles ? partText(source, entries, styles) : '')
	};
}

const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const isBuiltInDate = (id: number): boolean =>
	builtInDates.has(id) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** What a spreadsheet program keeps of a number format. */
const longestFormat = 255;

/** A format that shows a date: day, month or year letters outside quotes, brackets and escapes. */
export const isDateFormat = (format: string): boolean =>
	/[ymdhse]|年|月|日/i.test(
		format
			.slice(0, longestFormat)
			.split(';')[0]!
			.replace(/"[^"]*"|\\.|_.|\*./g, '')
			.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
			.replace(/General|E[+-]/gi, '')
	);

function numberStyles(text: string): { dateStyles: boolean[]; percentStyles: boolean[] } {
	const formats = new Map<number, string>();
	const dateStyles: boolean[] = [];
	const percentStyles: boolean[] = [];
	let inCells = false;
	for (const tag of tags(text)) {
		if (tag.name === 'cellXfs') inCells = tag.kind === 'open';
		if (tag.kind === 'close') continue;
		const given = tag.attributes.get('numFmtId') ?? '0';
		if (!/^\d{1,9}$/.test(given)) throw malformed('数字格式的编号有误');
		const id = Number(given);
		if (tag.name === 'numFmt') formats.set(id, tag.attributes.get('formatCode') ?? '');
		if (!inCells || tag.name !== 'xf') continue;
		const format = formats.get(id);
		dateStyles.push(format === undefined ? isBuiltInDate(id) : isDateFormat(format));
		percentStyles.push(
			format === undefined
				? id === 9 || id === 10
				: /%/.test(format.slice(0, longestFormat).replace(/"[^"]*"|\\./g, ''))
		);
	}
	// There is always the plain style.
	return dateStyles.length ? { dateStyles, percentStyles } : { dateStyles: [false], percentStyles: [false] };
}
