import { columnOf } from './address.ts';
import { escapeXml, tags } from './xml.ts';

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
	const section = (name: string) => {
		const open = all.find((tag) => tag.name === name && tag.kind !== 'close');
		const close = all.findLast((tag) => tag.name === name && tag.kind === 'close');
		const whole = open?.kind === 'open' && close;
		return {
			open,
			inside: whole ? text.slice(open.end, close.start) : '',
			end: whole ? close.end : open?.end
		};
	};
	const authors = section('authors');
	const names = [...authors.inside.matchAll(/<[^/>]*author\b[^>]*?(?:\/>|>([^]*?)<\/[^>]*author>)/g)].map(
		([, name]) => name ?? ''
	);
	const mine = names.indexOf(author) < 0 ? names.length : names.indexOf(author);
	const added = new Set(notes.keys());
	const removed: string[] = [];
	const list = section('commentList');
	const kept = [...list.inside.matchAll(/<((?:[\w.-]+:)?)comment\b[^>]*>[^]*?<\/\1comment>/g)].flatMap(
		([comment]) => {
			const ref = /\sref\s*=\s*["']([^"']+)/.exec(comment)?.[1] ?? '';
			if (Number(/\sauthorId\s*=\s*["'](\d+)/.exec(comment)?.[1]) === mine && names[mine] !== undefined) {
				removed.push(ref);
				return [];
			}
			const own = comment.replaceAll(
				new RegExp(`<${prefix}r>(?:(?!</${prefix}r>)[^])*?${ours}[^]*?</${prefix}r>`, 'g'),
				''
			);
			const note = notes.get(ref);
			if (note === undefined) return [own];
			added.delete(ref);
			return [addedTo(own, `\n${ours}${note}`, prefix)];
		}
	);
	const fresh = [...added].map(
		(ref) =>
			`<${prefix}comment ref="${ref}" authorId="${mine}"><${prefix}text>${run(notes.get(ref)!, prefix)}</${prefix}text></${prefix}comment>`
	);
	const authorList = `<${prefix}authors>${authors.inside}${names[mine] === undefined ? `<${prefix}author>${author}</${prefix}author>` : ''}</${prefix}authors>`;
	const rest = text.slice(list.end ?? text.lastIndexOf('</'));
	const head = text.slice(0, (authors.open ?? list.open)?.start ?? text.lastIndexOf('</'));
	const comments = `<${prefix}commentList>${kept.join('')}${fresh.join('')}</${prefix}commentList>`;
	return { text: `${head}${authorList}${comments}${rest}`, added: [...added], removed };
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
	let text = (existing ?? emptyDrawing).replaceAll(/<v:shape\b[^]*?<\/v:shape>/g, (shape) => {
		const row = /<x:Row>\s*(\d+)/.exec(shape)?.[1];
		const column = /<x:Column>\s*(\d+)/.exec(shape)?.[1];
		return shape.includes('ObjectType="Note"') && gone.has(`${row},${column}`) ? '' : shape;
	});
	if (!text.includes('"_x0000_t202"')) text = text.replace(/(<\/xml>\s*)$/, `${shapeType}$1`);
	let id = Math.max(1024, ...[...text.matchAll(/_x0000_s(\d+)/g)].map(([, number]) => Number(number)));
	const boxes = added.map((ref) => box(ref, ++id)).join('');
	if (existing === null) {
		// Shapes are numbered in blocks of 1024, and a drawing names its blocks.
		const blocks = Array.from({ length: Math.floor(id / 1024) }, (_, at) => at + 1).join(',');
		text = text.replace('data="1"', `data="${blocks}"`);
	}
	return text.replace(/(<\/xml>\s*)$/, (end) => boxes + end);
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
