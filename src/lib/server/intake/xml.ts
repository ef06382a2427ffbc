import type { Attribute } from './xml-nesting.ts';
import { asideEnd, definitions, malformed, nameEnd, nextAttribute, tagEnd } from './xml-nesting.ts';

/** One tag of a small XML part. Names carry no prefix; attributes keep theirs. */
export interface Tag {
	readonly name: string;
	readonly prefix: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly kind: 'open' | 'close' | 'single';
	/** First character of the tag and the one after it. */
	readonly start: number;
	readonly end: number;
}

const named: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"]
]);

/** Undoes entities; only the five of XML and character numbers exist here, since there is no DOCTYPE. Anything else is refused. */
export const decodeEntities = (text: string): string =>
	text.includes('&')
		? text.replace(/&(?:(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{1,4});)?/g, (whole, name: string | undefined) => {
				const character = name && (name[0] === '#' ? numbered(name.slice(1)) : named.get(name));
				if (!character) throw malformed(`不认识的字符引用 ${whole}`);
				return character;
			})
		: text;

/** The character of a number, if XML may hold it. */
function numbered(text: string): string | null {
	const point = text[0] === 'x' ? parseInt(text.slice(1), 16) : Number(text);
	const allowed =
		point === 9 ||
		point === 10 ||
		point === 13 ||
		(point >= 32 && point <= 0x10ffff && (point & 0xfffe) !== 0xfffe);
	return allowed && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : null;
}

/** Undoes Excel's `_x000D_` for characters that XML cannot hold. */
export const decodeExcel = (text: string): string =>
	text.includes('_x')
		? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
		: text;

const illegal =
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as XML may hold it. */
export const escapeXml = (text: string): string =>
	special.test(text)
		? text
				.replace(illegal, '')
				.replaceAll('&', '&amp;')
				.replaceAll('<', '&lt;')
				.replaceAll('>', '&gt;')
				.replaceAll('"', '&quot;')
		: text;
const special = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;

/** Text of a cell: also a literal `_x000D_` stays what it was. */
export const escapeCell = (text: string): string =>
	escapeXml(text.slice(0, 32_767).replace(/_x(?=[0-9a-fA-F]{4}_)/g, '_x005F_x'));

/** The text of an XML part; refuses definitions and encodings that no spreadsheet program writes. */
export function xmlText(bytes: Buffer, name: string): string {
	refuseDefinitions(bytes, name);
	const text = bytes.toString('utf8');
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** A part that defines entities, or hides them in another encoding, is refused unread. */
export function refuseDefinitions(bytes: Buffer, name: string): void {
	const wide =
		bytes.length > 1 &&
		((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
	if (wide || bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY')) {
		throw definitions(name);
	}
}

/** Every tag of a small part, in order. Comments, instructions and text are passed over; it ends where the text was cut. */
export function* tags(text: string, from = 0): Generator<Tag> {
	for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at)) {
		const second = text.charCodeAt(at + 1);
		if (second === 33 || second === 63) at = asideEnd(text, at);
		else {
			const end = tagEnd(text, at);
			if (end >= 0) yield tagAt(text, at, end);
			at = end < 0 ? -1 : end + 1;
		}
		if (at < 0) return;
	}
}

function tagAt(text: string, start: number, end: number): Tag {
	const closing = text.charCodeAt(start + 1) === 47;
	const single = !closing && text.charCodeAt(end - 1) === 47;
	const from = start + (closing ? 2 : 1);
	const to = nameEnd(text, from, end);
	const full = text.slice(from, to);
	const colon = full.indexOf(':');
	const attributes = new Map<string, string>();
	const found: Attribute = { name: 0, nameEnd: 0, value: 0, valueEnd: 0 };
	for (let at = to; (at = nextAttribute(text, at, single ? end - 1 : end, found)) >= 0;)
		attributes.set(
			text.slice(found.name, found.nameEnd),
			decodeEntities(text.slice(found.value, found.valueEnd))
		);
	return {
		name: full.slice(colon + 1),
		prefix: full.slice(0, colon + 1),
		attributes,
		kind: closing ? 'close' : single ? 'single' : 'open',
		start,
		end: end + 1
	};
}

/** An attribute by its local name, whatever its prefix: `id` finds `r:id`. */
export function local(tag: Tag, name: string): string | undefined {
	for (const [key, value] of tag.attributes) if (key === name || key.endsWith(`:${name}`)) return value;
	return undefined;
}
