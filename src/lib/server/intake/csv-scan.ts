import { BadFile, syntax } from './problem.ts';

/** A record of a text table: fields, and the physical line it begins on. */
export interface Record_ {
	readonly line: number;
	readonly fields: readonly string[];
	/** Text stood behind a closing quote. */
	readonly ragged: boolean;
}

const longestField = 1 << 20;
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** Splits delimited text into records piece by piece; quotes may hold delimiters and line breaks. */
export class CsvScanner {
	readonly #delimiter: string;
	#rest = '';
	#line = 1;
	#pos = 0;

	constructor(delimiter: string) {
		this.#delimiter = delimiter;
	}

	/** The records that became whole. */
	feed(text: string, last = false): Record_[] {
		const s = this.#rest + text;
		const bad = forbidden.exec(text);
		if (bad) this.#refuse(s, this.#rest.length + bad.index);
		const records: Record_[] = [];
		this.#pos = 0;
		while (this.#pos < s.length) {
			const record = this.#record(s, last);
			if (!record) break;
			records.push(record);
		}
		this.#rest = s.slice(this.#pos);
		if (this.#rest.length > longestField) {
			throw fault(
				this.#line,
				`第 ${this.#line} 行有一个字段过长，可能是引号没有闭合`,
				'请检查该行的双引号是否成对'
			);
		}
		return records;
	}

	#refuse(s: string, at: number): never {
		const line = this.#line + breaks(s, 0, at);
		const code = s.charCodeAt(at).toString(16).padStart(4, '0').toUpperCase();
		throw fault(
			line,
			`第 ${line} 行含有不可见的控制字符 U+${code}`,
			'请删去该字符，或从原系统重新导出为 CSV'
		);
	}

	#record(s: string, last: boolean): Record_ | null {
		const start = this.#pos;
		const end = lineEnd(s, start, last);
		if (end < 0) return null;
		const text = s.slice(start, end);
		if (!text.includes('"')) {
			const record = {
				line: this.#line,
				fields: text === '' ? [] : text.split(this.#delimiter),
				ragged: false
			};
			this.#line++;
			this.#pos = afterBreak(s, end);
			return record;
		}
		return this.#quoted(s, start, last);
	}

	#quoted(s: string, start: number, last: boolean): Record_ | null {
		const fields: string[] = [];
		let ragged = false;
		let at = start;
		for (;;) {
			let field = '';
			if (s[at] === '"') {
				for (at++; ;) {
					const quote = s.indexOf('"', at);
					if (quote < 0 || (quote === s.length - 1 && !last)) return this.#unclosed(quote < 0 && last);
					field += s.slice(at, quote);
					at = quote + 1;
					if (s[at] !== '"') break;
					field += '"';
					at++;
				}
			}
			const from = at;
			while (at < s.length && s[at] !== this.#delimiter && s[at] !== '\n' && s[at] !== '\r') at++;
			if (at === s.length && !last) return null;
			const tail = s.slice(from, at);
			if (field && tail.trim()) ragged = true;
			fields.push(field + tail);
			if (s[at] !== this.#delimiter) break;
			at++;
		}
		if (s[at] === '\r' && at + 1 === s.length && !last) return null;
		const record = { line: this.#line, fields, ragged };
		this.#pos = afterBreak(s, at);
		this.#line += Math.max(1, breaks(s, start, this.#pos));
		return record;
	}

	#unclosed(atEnd: boolean): null {
		if (atEnd)
			throw fault(
				this.#line,
				`第 ${this.#line} 行的双引号没有闭合`,
				'请给该行的双引号配对，或去掉多余的双引号'
			);
		return null;
	}
}

const fault = (line: number, message: string, remedy: string): BadFile =>
	new BadFile(message, remedy, { check: syntax.structure, line, where: `第${line}行` });

/** Where the line ends; −1 if that cannot be known yet. */
function lineEnd(s: string, from: number, last: boolean): number {
	for (let at = from; at < s.length; at++) {
		const ch = s.charCodeAt(at);
		if (ch === 10) return at;
		if (ch === 13) return at + 1 < s.length || last ? at : -1;
	}
	return last ? s.length : -1;
}

const afterBreak = (s: string, at: number): number =>
	s[at] === '\r' && s[at + 1] === '\n' ? at + 2 : at + 1;

function breaks(s: string, from: number, to: number): number {
	let count = 0;
	for (let at = from; at < to; at++) {
		const ch = s.charCodeAt(at);
		if (ch === 10 || (ch === 13 && s.charCodeAt(at + 1) !== 10)) count++;
	}
	return count;
}
