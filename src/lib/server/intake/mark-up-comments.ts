import { columnOf } from './address.ts';
import { escapeXml, tags, type Tag } from './xml.ts';

/** Who signs the comments that a mark-up writes; by it they are known again. */
export const author = '科创金融监测平台';
/** Begins what is added to somebody else's comment. */
const ours = '【校验】';

/** Comments of a sheet after marking, and the cells whose boxes must come and go. */
export interface Commented {
	readonly text: string;
	readonly added: readonly string[];
	readonly removed: readonly string[];
}

const run = (text: string, prefix: string): string =>
	`<${prefix}r><${prefix}rPr><${prefix}sz val="9"/><${prefix}rFont val="宋体"/></${prefix}rPr><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}r>`;

/** A comments part with a note on each cell: a new comment, or words added to the one that is there. */
export function withComments(
	existing: string | null,
	notes: ReadonlyMap<string, string>,
	namespace: string
): Commented {
	const text =
		existing ??
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="${namespace}"><authors></authors><commentList></commentList></comments>`;
	const all = [...tags(text)];
	const prefix = all.find((tag) => tag.name === 'comments')?.prefix ?? '';
	const [authors] = elements(all, 'authors');
	const [list] = elements(all, 'commentList');
	const names = elements(authors ? tagsWithin(all, authors) : [], 'author').map((one) => insideOf(text, one));
	const mine = names.indexOf(author) < 0 ? names.length : names.indexOf(author);
	const added = new Set(notes.keys());
	const removed: string[] = [];
	const inList = list ? tagsWithin(all, list) : [];
	const kept = elements(inList, 'comment').flatMap((one) => {
		const ref = one.open.attributes.get('ref') ?? '';
		if (one.open.attributes.get('authorId') === String(mine) && names[mine] !== undefined) {
			removed.push(ref);
			return [];
		}
		const own = withoutOurs(text, one, elements(tagsWithin(inList, one), 'r'));
		const note = notes.get(ref);
		if (note === undefined) return [own];
		added.delete(ref);
		return [addedTo(own, `\n${ours}${note}`, prefix)];
	});
	const fresh = [...added].map(
		(ref) =>
			`<${prefix}comment ref="${ref}" authorId="${mine}"><${prefix}text>${run(notes.get(ref)!, prefix)}</${prefix}text></${prefix}comment>`
	);
	const authorList = `<${prefix}authors>${authors ? insideOf(text, authors) : ''}${names[mine] === undefined ? `<${prefix}author>${author}</${prefix}author>` : ''}</${prefix}authors>`;
	const rest = text.slice(list?.end ?? text.lastIndexOf('</'));
	const head = text.slice(0, (authors ?? list)?.open.start ?? text.lastIndexOf('</'));
	const comments = `<${prefix}commentList>${kept.join('')}${fresh.join('')}</${prefix}commentList>`;
	return { text: `${head}${authorList}${comments}${rest}`, added: [...added], removed };
}

/** An element between its tags. */
interface Element {
	readonly open: Tag;
	readonly inside: readonly [from: number, to: number];
	readonly end: number;
}

const insideOf = (text: string, { inside: [from, to] }: Element): string => text.slice(from, to);

/** Elements of a name among tags, none within another. */
function elements(all: readonly Tag[], name: string): Element[] {
	const found: Element[] = [];
	let open: Tag | null = null;
	for (const tag of all) {
		if (tag.name !== name) continue;
		if (tag.kind === 'single') found.push({ open: tag, inside: [tag.end, tag.end], end: tag.end });
		else if (tag.kind === 'open') open ??= tag;
		else if (open) {
			found.push({ open, inside: [open.end, tag.start], end: tag.end });
			open = null;
		}
	}
	return found;
}

/** The tags inside an element; `all` is in order. */
function tagsWithin(all: readonly Tag[], { inside: [from, to] }: Element): Tag[] {
	const first = firstFrom(all, from);
	return all.slice(first, firstFrom(all, to));
}

/** Where the first tag at or after a place stands in the list. */
function firstFrom(all: readonly Tag[], place: number): number {
	let [low, high] = [0, all.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (all[middle]!.start < place) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A comment of somebody else without the runs that a mark-up added. */
function withoutOurs(text: string, comment: Element, runs: readonly Element[]): string {
	let kept = '';
	let at = comment.open.start;
	for (const one of runs) {
		if (!insideOf(text, one).includes(ours)) continue;
		kept += text.slice(at, one.open.start);
		at = one.end;
	}
	return kept + text.slice(at, comment.end);
}

/** A comment with one more run; a plain text becomes the first run. */
function addedTo(comment: string, text: string, prefix: string): string {
	const close = comment.lastIndexOf(`</${prefix}text>`);
	if (close < 0) return comment;
	const open = comment.indexOf('>', comment.indexOf(`<${prefix}text`)) + 1;
	const inside = comment.slice(open, close);
	const runs = inside.includes(`<${prefix}r>`) ? inside : `<${prefix}r>${inside}</${prefix}r>`;
	return comment.slice(0, open) + runs + run(text, prefix) + comment.slice(close);
}

const emptyDrawing = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>`;
const shapeType = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`;

/** A drawing part with a hidden box for each added comment and none for a removed one. */
export function withBoxes(
	existing: string | null,
	{ added, removed }: Pick<Commented, 'added' | 'removed'>
): string {
	const gone = new Set(removed.map(place));
	let text = withoutBoxes(existing ?? emptyDrawing, gone);
	if (!text.includes('"_x0000_t202"')) text = beforeEnd(text, shapeType);
	let id = 1024;
	for (const [, number] of text.matchAll(/_x0000_s(\d{1,9})/g)) id = Math.max(id, Number(number));
	const boxes = added.map((ref) => box(ref, ++id)).join('');
	if (existing === null) {
		// Shapes are numbered in blocks of 1024, and a drawing names its blocks.
		const blocks = Array.from({ length: Math.floor(id / 1024) }, (_, at) => at + 1).join(',');
		text = text.replace('data="1"', `data="${blocks}"`);
	}
	return beforeEnd(text, boxes);
}

const shapeStart = '<v:shape';
const shapeEnd = '</v:shape>';

/** A drawing without the boxes of comments that are gone. */
function withoutBoxes(text: string, gone: ReadonlySet<string>): string {
	let kept = '';
	let at = 0;
	for (let open = text.indexOf(shapeStart); open >= 0; open = text.indexOf(shapeStart, at)) {
		const close = text.indexOf(shapeEnd, open);
		if (close < 0) break;
		// `<v:shapetype` begins in the same way.
		const end = /[\s>]/.test(text[open + shapeStart.length]!)
			? close + shapeEnd.length
			: open + shapeStart.length;
		const shape = text.slice(open, end);
		const row = /<x:Row>\s*(\d+)/.exec(shape)?.[1];
		const column = /<x:Column>\s*(\d+)/.exec(shape)?.[1];
		const drop = shape.includes('ObjectType="Note"') && gone.has(`${row},${column}`);
		kept += text.slice(at, drop ? open : end);
		at = end;
	}
	return kept + text.slice(at);
}

/** Text put in before the end of a drawing. */
function beforeEnd(text: string, added: string): string {
	const end = text.lastIndexOf('</xml>');
	return end < 0 ? text : text.slice(0, end) + added + text.slice(end);
}

/** Row and column of a reference, from 0, as a drawing counts them. */
function place(ref: string): string {
	const [, letters, line] = /^([A-Z]+)(\d+)/.exec(ref) ?? [];
	return letters ? `${Number(line) - 1},${columnOf(letters) - 1}` : '';
}

function box(ref: string, id: number): string {
	const [row, column] = place(ref).split(',').map(Number) as [number, number];
	const anchor = [column + 1, 12, Math.max(0, row - 1), 6, column + 4, 20, row + 5, 4].join(', ');
	return `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;width:220pt;height:90pt;z-index:${id - 1024};visibility:hidden" fillcolor="#fff5dc" o:insetmode="auto"><v:fill color2="#fff5dc"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
}
