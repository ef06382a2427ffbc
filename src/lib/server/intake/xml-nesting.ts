import { BadFile, syntax } from './problem.ts';

/** A part that is not written as XML wants it: what it says cannot be told for sure. */
export const malformed = (what: string): BadFile =>
	new BadFile(`文件内部结构有误（${what}）`, '请在 Excel 或 WPS 中打开，另存后重新上传', {
		check: syntax.structure
	});

/** A part that defines entities is refused. */
export const definitions = (seen?: string): BadFile =>
	new BadFile(
		'文件含有不允许的 XML 定义',
		'请在 Excel 或 WPS 中新建工作簿，粘贴数据后上传',
		seen === undefined ? {} : { seen }
	);

/** Where a tag ends; a `>` inside a quoted attribute does not end it. −1 if that is not there yet. */
export function tagEnd(s: string, from: number): number {
	for (let at = from; at < s.length; at++) {
		const ch = s.charCodeAt(at);
		if (ch === 62) return at;
		if (ch === 34 || ch === 39) {
			at = s.indexOf(ch === 34 ? '"' : "'", at + 1);
			if (at < 0) return -1;
		}
	}
	return -1;
}

/** Where a comment, an instruction or CDATA has ended; −1 if that is not there yet. */
export function asideEnd(s: string, open: number): number {
	const close = s.startsWith('<?', open)
		? '?>'
		: s.startsWith('<!--', open)
			? '-->'
			: s.startsWith('<![CDATA[', open)
				? ']]>'
				: null;
	if (!close) {
		// The beginning may be all there is yet.
		if (s.length - open < 9 && ('<!--'.startsWith(s.slice(open)) || '<![CDATA['.startsWith(s.slice(open))))
			return -1;
		throw definitions();
	}
	const end = s.indexOf(close, open + 2);
	if (end >= 0 && s.startsWith('<?xml ', open)) attributesHold(s, open + 5, end);
	return end < 0 ? -1 : end + close.length;
}

/** Where an attribute's name and value stand. */
export interface Attribute {
	name: number;
	nameEnd: number;
	value: number;
	valueEnd: number;
}

/** Reads the next attribute between `from` and `end`; answers where it ended, −1 if there is none. */
export function nextAttribute(s: string, from: number, end: number, into: Attribute): number {
	let at = from;
	while (at < end && s.charCodeAt(at) <= 32) at++;
	if (at >= end) return -1;
	if (at === from) throw malformed('属性之间没有空格');
	into.name = at;
	for (let ch = s.charCodeAt(at); at < end && ch !== 61 && ch > 32; ch = s.charCodeAt(++at))
		if (ch === 34 || ch === 39 || ch === 60) throw malformed('属性的写法有误');
	into.nameEnd = at;
	while (at < end && s.charCodeAt(at) <= 32) at++;
	if (s.charCodeAt(at) !== 61 || into.nameEnd === into.name) throw malformed('属性没有值');
	at++;
	while (at < end && s.charCodeAt(at) <= 32) at++;
	const quote = s.charCodeAt(at);
	if (quote !== 34 && quote !== 39) throw malformed('属性的值没有引号');
	into.value = at + 1;
	into.valueEnd = s.indexOf(quote === 34 ? '"' : "'", at + 1);
	if (into.valueEnd < 0 || into.valueEnd > end) throw malformed('属性的引号没有闭合');
	return into.valueEnd + 1;
}

/** The end of a tag's name that begins at `from`. */
export function nameEnd(s: string, from: number, end: number): number {
	let at = from;
	while (at < end && s.charCodeAt(at) > 32 && s.charCodeAt(at) !== 47) at++;
	return at;
}

const most = 300;
const name = /^[\p{L}_:][\p{L}\p{N}_:.·-]*$/u;

const shown = (text: string): string => text.slice(0, 40);

/** Demands that the attributes between `from` and `end` are written as XML wants them, each once. */
export function attributesHold(s: string, from: number, end: number): void {
	if (from === end) return;
	const known = new Set<string>();
	const found: Attribute = { name: 0, nameEnd: 0, value: 0, valueEnd: 0 };
	for (let at = from; (at = nextAttribute(s, at, end, found)) >= 0;) {
		const called = s.slice(found.name, found.nameEnd);
		if (!name.test(called) || known.has(called)) throw malformed(`属性 ${shown(called)} 有误或重复`);
		known.add(called);
		const less = s.indexOf('<', found.value);
		if (less >= 0 && less < found.valueEnd) throw malformed('属性的值含有 <');
	}
}

/** Follows the tags of a part: each must be written as XML wants it, and close what was opened last. */
export class Nesting {
	readonly #open: string[] = [];
	#begun = false;

	/** How many elements are open. */
	get depth(): number {
		return this.#open.length;
	}

	/** True once the outermost element has ended. */
	get over(): boolean {
		return this.#begun && this.#open.length === 0;
	}

	/** Takes the tag from its `<` to its `>`. */
	take(s: string, open: number, end: number): void {
		const closing = s.charCodeAt(open + 1) === 47;
		const from = open + (closing ? 2 : 1);
		const to = nameEnd(s, from, end);
		const called = s.slice(from, to);
		if (closing) {
			if (this.#open.pop() !== called || s.slice(to, end).trim())
				throw malformed(`多余的结尾 ${shown(called)}`);
			return;
		}
		if (!name.test(called)) throw malformed(`不该有的标记 ${shown(called)}`);
		if (this.over) throw malformed('结尾之后还有内容');
		this.#begun = true;
		const single = s.charCodeAt(end - 1) === 47;
		attributesHold(s, to, single ? end - 1 : end);
		if (!single) this.#open.push(called);
		if (this.#open.length > most) throw malformed('层次过深');
	}
}

/** Demands that a whole part is written as XML wants it. */
export function wellFormed(text: string): void {
	const nesting = new Nesting();
	for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
		const second = text.charCodeAt(at + 1);
		if (second === 33 || second === 63) at = asideEnd(text, at);
		else {
			const end = tagEnd(text, at);
			if (end >= 0) nesting.take(text, at, end);
			at = end < 0 ? -1 : end + 1;
		}
		if (at < 0) throw malformed('没有写完');
	}
	if (!nesting.over) throw malformed('没有写完');
}

/** Where an element has ended whose opening tag begins at `open`; −1 if that is not there yet. */
export function elementEnd(s: string, open: number): number {
	const nesting = new Nesting();
	for (let at = open; ;) {
		const second = s.charCodeAt(at + 1);
		if (second === 33 || second === 63) at = asideEnd(s, at);
		else {
			const end = tagEnd(s, at);
			if (end < 0) return -1;
			nesting.take(s, at, end);
			at = end + 1;
		}
		if (at < 0 || nesting.over) return at;
		at = s.indexOf('<', at);
		if (at < 0) return -1;
	}
}
