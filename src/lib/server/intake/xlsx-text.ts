import { isAscii, isUtf8 } from 'node:buffer';
import { BadFile, syntax } from './problem.ts';
import { asideEnd, attributesHold, elementEnd, malformed, nameEnd, tagEnd } from './xml-nesting.ts';
import { decodeEntities, decodeExcel } from './xml.ts';

/** Longest unfinished element that is waited for; a cell of a spreadsheet program is far below. */
const longest = 4 << 20;

/** What no XML may hold. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Turns the bytes of a part into flat text that ends with a whole tag, keeping the rest for the next piece. */
export class PartText {
	#held: Buffer[] = [];
	#length = 0;
	/** So much must have gathered before it is worth looking again: what was too little once is waited for to double. */
	#enough = 0;

	/** Text up to the last whole tag; `''` if there is none yet. */
	next(chunk: Buffer): string {
		this.#held.push(chunk);
		this.#length += chunk.length;
		return this.#length < this.#enough ? '' : this.#take();
	}

	/** What is left once no more comes. */
	last(): string {
		return this.#length ? this.#take() : '';
	}

	#take(): string {
		const bytes = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
		const end = bytes.lastIndexOf(0x3e) + 1;
		const rest = bytes.subarray(end);
		this.#held = rest.length ? [rest] : [];
		this.#length = rest.length;
		this.#wait();
		const whole = bytes.subarray(0, end);
		// Digits and letters are most of a sheet, and cheaper to hold and scan one byte a character.
		const ascii = isAscii(whole);
		if (!ascii && !isUtf8(whole))
			throw new BadFile('工作簿里有无法识别的字符', '请在 Excel 或 WPS 中打开，另存后重新上传');
		const text = whole.toString(ascii ? 'latin1' : 'utf8');
		if (controls.test(text)) throw malformed('控制字符');
		return text;
	}

	/** Takes back the end of a text that could not be used yet. */
	giveBack(text: string): void {
		if (!text) return;
		const bytes = Buffer.from(text, 'utf8');
		this.#held.unshift(bytes);
		this.#length += bytes.length;
		this.#wait();
	}

	#wait(): void {
		if (this.#length > longest) {
			throw new BadFile('有一个单元格的内容过长', '单元格最多 32767 个字符，请检查后重新上传', {
				check: syntax.structure
			});
		}
		this.#enough = 2 * this.#length;
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
 * Reads the inside of the element `called` (`si` or `is`) from `from` to its closing tag into `into`; false if it is not
 * all there yet. Runs are joined; phonetic guides (`<rPh>`) are not part of the text.
 */
export function readRich(s: string, from: number, into: Rich, called: string): boolean {
	let text = '';
	let within: 'r' | 'rPh' | null = null;
	for (let at = s.indexOf('<', from); at >= 0; at = s.indexOf('<', at)) {
		const second = s.charCodeAt(at + 1);
		if (second === 33 || second === 63) {
			at = asideEnd(s, at);
			if (at < 0) return false;
			continue;
		}
		const end = tagEnd(s, at);
		if (end < 0) return false;
		const closing = second === 47;
		const name = localName(s, at + (closing ? 2 : 1), end);
		const single = s.charCodeAt(end - 1) === 47;
		if (!closing) attributesHold(s, nameEnd(s, at + 1, end), single ? end - 1 : end);
		if (closing && !within && s.slice(at + 2, nameEnd(s, at + 2, end)) === called) {
			into.text = text;
			into.end = end + 1;
			return true;
		}
		if (name === 't' && !closing) {
			const stop = single ? end + 1 : endOfText(s, end + 1);
			if (stop < 0) return false;
			const said = single ? '' : textBetween(s, end + 1, stop);
			if (within !== 'rPh') text += said;
			at = single ? stop : closed(s, stop, 't');
		} else if ((name === 'r' || name === 'rPh') && (closing ? within === name : !within)) {
			within = closing || single ? null : name;
			at = end + 1;
		} else if (!closing && (name === 'rPr' || name === 'phoneticPr' || name === 'extLst'))
			at = elementEnd(s, at);
		else throw malformed('文字里有不该有的标记');
		if (at < 0) return false;
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

/** Where the next tag begins after a text, passing over CDATA and comments; −1 if it is not there yet. */
export function endOfText(s: string, from: number): number {
	let at = s.indexOf('<', from);
	while (at >= 0 && s.charCodeAt(at + 1) === 33) {
		const end = asideEnd(s, at);
		at = end < 0 ? -1 : s.indexOf('<', end);
	}
	return at;
}

/** Where the closing tag of `name` that must stand at `open` has ended; −1 if it is not all there yet. */
export function closed(s: string, open: number, name: string): number {
	const end = s.indexOf('>', open);
	if (end < 0) return -1;
	if (s.charCodeAt(open + 1) !== 47 || localName(s, open + 2, end) !== name)
		throw malformed(`${name} 里有不该有的标记`);
	return end + 1;
}

/** The text between two tags: entities and CDATA undone. */
export function textBetween(s: string, from: number, to: number): string {
	const text = s.slice(from, to);
	if (!text.includes('<!')) return plain(text);
	let joined = '';
	for (let at = 0; at < text.length;) {
		const open = text.indexOf('<!', at);
		joined += plain(open < 0 ? text.slice(at) : text.slice(at, open));
		if (open < 0) break;
		at = asideEnd(text, open);
		if (text.startsWith('<![CDATA[', open)) joined += text.slice(open + 9, at - 3);
	}
	return joined;
}
