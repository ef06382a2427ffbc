import { isAscii, isUtf8 } from 'node:buffer';
import { BadFile, syntax } from './problem.ts';
import { decodeEntities, decodeExcel } from './xml.ts';

/** Longest unfinished element that is waited for; a cell of a spreadsheet program is far below. */
const longest = 4 << 20;

/** Turns the bytes of a part into flat text that ends with a whole tag, keeping the rest for the next piece. */
export class PartText {
	#rest: Buffer = Buffer.alloc(0);

	/** Text up to the last whole tag; `''` if there is none yet. */
	next(chunk: Buffer): string {
		const bytes = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
		const end = bytes.lastIndexOf(0x3e) + 1;
		this.#keep(bytes.subarray(end));
		const whole = bytes.subarray(0, end);
		// Digits and letters are most of a sheet, and cheaper to hold and scan one byte a character.
		if (isAscii(whole)) return whole.toString('latin1');
		if (!isUtf8(whole))
			throw new BadFile('工作簿里有无法识别的字符', '请在 Excel 或 WPS 中打开，另存后重新上传');
		return whole.toString('utf8');
	}

	/** Takes back the end of a text that could not be used yet. */
	giveBack(text: string): void {
		if (text) this.#keep(Buffer.concat([Buffer.from(text, 'utf8'), this.#rest]));
	}

	#keep(rest: Buffer): void {
		if (rest.length > longest) {
			throw new BadFile('有一个单元格的内容过长', '单元格最多 32767 个字符，请检查后重新上传', {
				check: syntax.structure
			});
		}
		this.#rest = rest;
	}
}

/** The text of an element as people see it. Long slices are copied so that they do not hold a whole piece of the file. */
export function plain(text: string): string {
	const decoded = decodeExcel(decodeEntities(text));
	return decoded.length < 13 || decoded !== text ? decoded : flat(decoded);
}

const scratch = Buffer.allocUnsafe(1 << 17);
/** The same text, held by itself. */
export const flat = (text: string): string =>
	text.length > 32_767 ? text : scratch.toString('utf8', 0, scratch.write(text, 0, 'utf8'));

/** Where the text of an `<si>` or `<is>` ended, and what it says. */
export interface Rich {
	text: string;
	end: number;
}

/**
 * Reads the inside of an `<si>` or `<is>` from `from` to its closing tag into `into`; false if it is not all there yet.
 * Runs are joined; phonetic guides (`<rPh>`) are not part of the text.
 */
export function readRich(s: string, from: number, into: Rich): boolean {
	let text = '';
	let phonetic = false;
	for (let at = s.indexOf('<', from); at >= 0; at = s.indexOf('<', at)) {
		if (s.charCodeAt(at + 1) === 33) {
			const close = s.startsWith('<!--', at) ? '-->' : ']]>';
			const end = s.indexOf(close, at);
			if (end < 0) return false;
			at = end + 3;
			continue;
		}
		const end = s.indexOf('>', at);
		if (end < 0) return false;
		const closing = s.charCodeAt(at + 1) === 47;
		const name = localName(s, at + (closing ? 2 : 1), end);
		const single = s.charCodeAt(end - 1) === 47;
		at = end + 1;
		if (name === 'rPh') phonetic = !closing && !single;
		else if (closing && (name === 'si' || name === 'is')) {
			into.text = text;
			into.end = at;
			return true;
		} else if (name === 't' && !closing && !single) {
			const stop = endOfText(s, at);
			if (stop < 0) return false;
			if (!phonetic) text += textBetween(s, at, stop);
			at = stop;
		}
	}
	return false;
}

/** The name of a tag without its prefix. */
export function localName(s: string, from: number, end: number): string {
	let start = from;
	let at = from;
	for (; at < end; at++) {
		const ch = s.charCodeAt(at);
		if (ch === 58) start = at + 1;
		else if (ch <= 32 || ch === 47) break;
	}
	return s.slice(start, at);
}

/** Where the next tag begins after a text, passing over CDATA; −1 if it is not there yet. */
export function endOfText(s: string, from: number): number {
	let at = s.indexOf('<', from);
	while (at >= 0 && s.charCodeAt(at + 1) === 33) {
		const end = s.indexOf(s.startsWith('<!--', at) ? '-->' : ']]>', at);
		at = end < 0 ? -1 : s.indexOf('<', end);
	}
	return at;
}

/** The text between two tags: entities and CDATA undone. */
export function textBetween(s: string, from: number, to: number): string {
	const text = s.slice(from, to);
	if (!text.includes('<!')) return plain(text);
	return text
		.replace(/<!--[^]*?-->/g, '')
		.split(/(<!\[CDATA\[[^]*?\]\]>)/)
		.map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : plain(part)))
		.join('');
}

/** Where an element ends whose opening tag has just been passed; −1 if that is not there yet. */
export function skipElement(s: string, from: number): number {
	let at = from;
	for (let depth = 1; depth > 0;) {
		const open = s.indexOf('<', at);
		const end = open < 0 ? -1 : endOfTag(s, open);
		if (end < 0) return -1;
		if (s.charCodeAt(open + 1) === 47) depth--;
		else if (s.charCodeAt(end - 1) !== 47 && s.charCodeAt(open + 1) !== 33) depth++;
		at = end + 1;
	}
	return at;
}

/** Where a tag ends; a `>` inside a quoted attribute does not end it. */
function endOfTag(s: string, from: number): number {
	for (let at = from; at < s.length; at++) {
		const ch = s.charCodeAt(at);
		if (ch === 62) return at;
		if (ch === 34 || ch === 39) {
			at = s.indexOf(s[at]!, at + 1);
			if (at < 0) return -1;
		}
	}
	return -1;
}
