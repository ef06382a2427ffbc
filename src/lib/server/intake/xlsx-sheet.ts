import type { RawCell } from '#datasets/read.ts';
import { letterOf } from './address.ts';
import { BadFile, syntax } from './problem.ts';
import { percent, shortest } from './xlsx-number.ts';
import { definitions } from './xlsx-strings.ts';
import { endOfText, localName, readRich, skipElement, textBetween } from './xlsx-text.ts';

/** A row as it stands in a sheet: cells by physical column, counted from 0. */
export interface SheetRow {
	readonly line: number;
	readonly cells: readonly (RawCell | null)[];
}

/** What a cell's number needs to be understood. */
export interface Meaning {
	readonly strings: readonly (RawCell | null)[];
	readonly dateStyles: readonly boolean[];
	readonly percentStyles: readonly boolean[];
	readonly date1904: boolean;
	/** Cells with content beyond this many columns are refused. */
	readonly mostColumns: number;
	readonly mostRows: number;
}

const types = { number: 0, shared: 1, string: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;
type Type = (typeof types)[keyof typeof types];

/** Reads a worksheet piece by piece: each `feed` returns the rows that became whole. */
export class SheetScanner {
	readonly #meaning: Meaning;
	#state: 'before' | 'data' | 'after' = 'before';
	#line = 0;
	#cells: (RawCell | null)[] | null = null;
	#rows: SheetRow[] = [];
	#filled = 0;
	readonly #rich = { text: '', end: 0 };
	#column = 0;
	/** The column a cell without a reference stands in. */
	#next = 0;
	#cell: RawCell | null = null;

	constructor(meaning: Meaning) {
		this.#meaning = meaning;
	}

	/** True once the rows are over; what follows needs no reading. */
	get done(): boolean {
		return this.#state === 'after';
	}

	/** Scans whole tags; returns how far it came, which is short of the end if a cell was cut. */
	feed(s: string): { rows: SheetRow[]; used: number } {
		this.#rows = [];
		let at = 0;
		while (this.#state !== 'after') {
			const open = s.indexOf('<', at);
			if (open < 0) {
				at = s.length;
				break;
			}
			const next = this.#tag(s, open);
			if (next < 0) {
				at = open;
				break;
			}
			at = next;
		}
		return { rows: this.#rows, used: this.#state === 'after' ? s.length : at };
	}

	/** Handles the tag at `open`, a cell with all that is in it; returns where it ends, −1 if that is not there yet. */
	#tag(s: string, open: number): number {
		let at = open + 1;
		const first = s.charCodeAt(at);
		if (first === 33 || first === 63) return this.#aside(s, open);
		if (this.#state === 'data' && first === 99 && s.charCodeAt(at + 1) <= 32)
			return this.#readCell(s, at + 1);
		const closing = first === 47;
		const end = s.indexOf('>', at);
		if (end < 0) return -1;
		if (closing) at++;
		const name = localName(s, at, end);
		const single = s.charCodeAt(end - 1) === 47;
		if (this.#state === 'before') {
			if (name === 'sheetData' && !closing) this.#state = single ? 'after' : 'data';
		} else if (name === 'c' && !closing) return this.#readCell(s, s.indexOf('c', at) + 1);
		else if (name === 'row') {
			if (closing) this.#endRow();
			else {
				this.#startRow(s.slice(at, end));
				if (single) this.#endRow();
			}
		} else if (name === 'sheetData' && closing) this.#state = 'after';
		return end + 1;
	}

	#aside(s: string, open: number): number {
		if (s.startsWith('<!D', open)) throw definitions();
		const close = s.startsWith('<!--', open) ? '-->' : s.startsWith('<![', open) ? ']]>' : '>';
		const end = s.indexOf(close, open);
		return end < 0 ? -1 : end + close.length;
	}

	#startRow(tag: string): void {
		const given = /\sr\s*=\s*["'](\d{1,10})["']/.exec(tag)?.[1];
		const line = given === undefined ? this.#line + 1 : Number(given);
		if (line <= this.#line || line > 1_048_576) {
			throw disorder(`第 ${this.#line} 行之后出现第 ${line} 行`, line);
		}
		this.#line = line;
		this.#cells = [];
		this.#next = 0;
	}

	#endRow(): void {
		const cells = this.#cells;
		this.#cells = null;
		if (!cells) return;
		while (cells.length && cells.at(-1) === null) cells.pop();
		if (cells.length && ++this.#filled > this.#meaning.mostRows) {
			throw new BadFile(`数据超过 ${this.#meaning.mostRows} 行`, '请删去多余的行，或分成几个文件报送', {
				check: syntax.structure,
				line: this.#line,
				where: `第${this.#line}行`
			});
		}
		this.#rows.push({ line: this.#line, cells });
	}

	/** Reads a cell from just after the `c` of its tag. */
	#readCell(s: string, from: number): number {
		let at = from;
		let column = -1;
		let style = 0;
		let type: Type = types.number;
		let single = false;
		for (;;) {
			let ch = s.charCodeAt(at);
			while (ch <= 32) ch = s.charCodeAt(++at);
			if (ch === 62) break;
			if (ch === 47) {
				single = true;
				at++;
				break;
			}
			const equals = s.indexOf('=', at);
			if (equals < 0) return -1;
			let open = equals + 1;
			while (s.charCodeAt(open) <= 32) open++;
			const quote = s.charCodeAt(open);
			if (quote !== 34 && quote !== 39) throw disorder('单元格的写法有误', this.#line);
			const close = s.indexOf(quote === 34 ? '"' : "'", open + 1);
			if (close < 0) return -1;
			if (equals === at + 1) {
				if (ch === 114) column = this.#reference(s, open + 1, close);
				else if (ch === 115) style = digits(s, open + 1, close);
				else if (ch === 116) type = typeOf(s, open + 1, close);
			}
			at = close + 1;
		}
		if (column < 0) column = this.#next;
		if (single) {
			this.#put(column, null);
			return at + 1;
		}
		this.#column = column;
		return this.#inside(s, at + 1, type, style);
	}

	/** Reads what is between `<c …>` and `</c>`. */
	#inside(s: string, from: number, type: Type, style: number): number {
		let at = from;
		let formula: string | undefined;
		let valueStart = -1;
		let valueEnd = -1;
		let inline: string | undefined;
		for (;;) {
			const open = s.charCodeAt(at) === 60 ? at : s.indexOf('<', at);
			if (open < 0) return -1;
			if (s.charCodeAt(open + 1) === 47) {
				const end = s.indexOf('>', open);
				if (end < 0) return -1;
				at = end + 1;
				break;
			}
			const end = s.indexOf('>', open);
			if (end < 0) return -1;
			const name = end === open + 2 ? s[open + 1]! : localName(s, open + 1, end);
			const single = s.charCodeAt(end - 1) === 47;
			at = end + 1;
			if (name === 'v' || name === 'f') {
				if (single) {
					if (name === 'f') formula = '';
					continue;
				}
				const stop = endOfText(s, at);
				if (stop < 0) return -1;
				if (name === 'f') formula = textBetween(s, at, stop);
				else [valueStart, valueEnd] = [at, stop];
				at = s.indexOf('>', stop) + 1;
				if (!at) return -1;
			} else if (name === 'is' && !single) {
				if (!readRich(s, at, this.#rich)) return -1;
				inline = this.#rich.text;
				at = this.#rich.end;
			} else if (!single && !name.startsWith('!')) {
				const skipped = skipElement(s, at);
				if (skipped < 0) return -1;
				at = skipped;
			} else if (name.startsWith('!')) {
				at = this.#aside(s, open);
				if (at < 0) return -1;
			}
		}
		this.#cell = null;
		if (inline !== undefined && type === types.inline)
			this.#cell = inline === '' ? null : { kind: 'text', text: inline };
		else if (valueStart >= 0) this.#cell = this.#value(s, valueStart, valueEnd, type, style);
		if (formula !== undefined) this.#cell = withFormula(this.#cell, formula, valueStart >= 0);
		this.#put(this.#column, this.#cell);
		return at;
	}

	#value(s: string, from: number, to: number, type: Type, style: number): RawCell | null {
		if (type === types.shared) {
			const cell = this.#meaning.strings[digits(s, from, to)];
			if (cell === undefined) throw disorder('单元格引用了不存在的文字', this.#line);
			return cell;
		}
		if (type === types.number) return this.#number(s, from, to, style);
		const text = textBetween(s, from, to);
		if (text === '') return null;
		if (type === types.boolean)
			return { kind: 'boolean', text: text.trim() === '1' || text === 'true' ? 'true' : 'false' };
		if (type === types.error) return { kind: 'error', text };
		if (type === types.date) return { kind: 'text', text: text.replace(/T00:00(:00(\.0+)?)?Z?$/, '') };
		return { kind: 'text', text };
	}

	#number(s: string, from: number, to: number, style: number): RawCell | null {
		let text = s.slice(from, to);
		if (text.length > 16) text = shortest(text.trim());
		if (text === '') return null;
		if (style === 0) return { kind: 'number', text };
		const { dateStyles, percentStyles, date1904 } = this.#meaning;
		if (dateStyles[style])
			return date1904 ? { kind: 'date-number', text, date1904 } : { kind: 'date-number', text };
		if (percentStyles[style]) return { kind: 'text', text: percent(text) };
		return { kind: 'number', text };
	}

	/** The column of a reference such as `AB12`, counted from 0; its row must be the row it stands in. */
	#reference(s: string, from: number, to: number): number {
		let column = 0;
		let at = from;
		for (; at < to; at++) {
			const ch = s.charCodeAt(at) & 0xdf;
			if (ch < 65 || ch > 90) break;
			column = column * 26 + ch - 64;
		}
		if (digits(s, at, to) !== this.#line || column === 0 || column > 16_384) {
			throw disorder(`第 ${this.#line} 行里出现单元格 ${s.slice(from, Math.min(to, from + 20))}`, this.#line);
		}
		return column - 1;
	}

	#put(column: number, cell: RawCell | null): void {
		this.#next = column + 1;
		const cells = this.#cells;
		if (!cells) return;
		if (cell === null && column >= cells.length) return;
		if (column >= this.#meaning.mostColumns) {
			throw new BadFile(
				`${letterOf(column + 1)} 列还有内容，超出了本表的列`,
				'请删去表格右侧多余的内容后重新上传',
				{ check: syntax.structure, line: this.#line, where: `${letterOf(column + 1)}${this.#line}` }
			);
		}
		while (cells.length < column) cells.push(null);
		if (column === cells.length) cells.push(cell);
		else if (cells[column] === null) cells[column] = cell;
		else if (cell !== null)
			throw disorder(`单元格 ${letterOf(column + 1)}${this.#line} 出现了两次`, this.#line);
	}
}

const disorder = (what: string, line: number): BadFile =>
	new BadFile(`工作表结构错乱：${what}`, '请在 Excel 或 WPS 中打开，另存后重新上传', {
		check: syntax.structure,
		line,
		where: `第${line}行`
	});

/** A whole number written in digits; −1 for anything else. */
function digits(s: string, from: number, to: number): number {
	let value = 0;
	for (let at = from; at < to; at++) {
		const digit = s.charCodeAt(at) - 48;
		if (digit < 0 || digit > 9) return -1;
		value = value * 10 + digit;
	}
	return from < to ? value : -1;
}

function typeOf(s: string, from: number, to: number): Type {
	const first = s.charCodeAt(from);
	if (first === 115) return to - from === 1 ? types.shared : types.string;
	if (first === 105) return types.inline;
	if (first === 98) return types.boolean;
	if (first === 101) return types.error;
	return first === 100 ? types.date : types.number;
}

const withFormula = (cell: RawCell | null, formula: string, hasValue: boolean): RawCell =>
	cell ? { ...cell, formula, hasValue } : { kind: 'text', text: '', formula, hasValue };
