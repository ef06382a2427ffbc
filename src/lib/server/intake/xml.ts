import { BadFile } from './problem.ts';

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

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undoes entities; only the five of XML and character numbers exist here, since there is no DOCTYPE. */
export const decodeEntities = (text: string): string =>
	text.includes('&')
		? text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, name: string) => {
				if (name[0] !== '#') return named[name] ?? whole;
				const point = name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1));
				return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
			})
		: text;

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
		throw new BadFile('文件含有不允许的 XML 定义', '请在 Excel 或 WPS 中新建工作簿，粘贴数据后上传', {
			seen: name
		});
	}
}

const attribute = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Every tag of a small part, in order. Comments, instructions and text are passed over. */
export function* tags(text: string, from = 0): Generator<Tag> {
	for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at)) {
		if (text.startsWith('<!--', at)) at = after(text, '-->', at);
		else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at);
		else if (text[at + 1] === '?' || text[at + 1] === '!') at = after(text, '>', at);
		else {
			const tag = tagAt(text, at);
			at = tag.end;
			yield tag;
		}
	}
}

const after = (text: string, what: string, from: number): number => {
	const at = text.indexOf(what, from);
	return at < 0 ? text.length : at + what.length;
};

function tagAt(text: string, start: number): Tag {
	let end = start + 1;
	for (let quote = ''; end < text.length; end++) {
		const ch = text[end]!;
		if (quote) quote = ch === quote ? '' : quote;
		else if (ch === '"' || ch === "'") quote = ch;
		else if (ch === '>') break;
	}
	const inside = text.slice(start + 1, end);
	const full = /^\/?([^\s/>]*)/.exec(inside)![1]!;
	const colon = full.indexOf(':');
	const attributes = new Map<string, string>();
	for (const [, name, double, single] of inside.matchAll(attribute)) {
		attributes.set(name!, decodeEntities(double ?? single ?? ''));
	}
	return {
		name: full.slice(colon + 1),
		prefix: full.slice(0, colon + 1),
		attributes,
		kind: inside.startsWith('/') ? 'close' : inside.endsWith('/') ? 'single' : 'open',
		start,
		end: Math.min(end + 1, text.length)
	};
}

/** An attribute by its local name, whatever its prefix: `id` finds `r:id`. */
export function local(tag: Tag, name: string): string | undefined {
	for (const [key, value] of tag.attributes) if (key === name || key.endsWith(`:${name}`)) return value;
	return undefined;
}
