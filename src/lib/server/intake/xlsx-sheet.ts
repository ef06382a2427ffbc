import type { RawCell } from '#datasets/read.ts';
import { letterOf } from './address.ts';
import { BadFile, syntax } from './problem.ts';
import type { Meaning, Type } from './xlsx-cell.ts';
import { digits, disorder, typeOf, types, valueOf, withFormula } from './xlsx-cell.ts';
import { closed, endOfText, localName, readRich, textBetween } from './xlsx-text.ts';
import type { Attribute } from './xml-nesting.ts';
import {
	asideEnd,
	attributesHold,
	elementEnd,
	nameEnd,
	Nesting,
	nextAttribute,
	tagEnd
} from './xml-nesting.ts';

export type { Meaning } from './xlsx-cell.ts';

/** Columns of a sheet. */
const widest = 16_384;
const attributeName = /^[\p{L}_][\p{L}\p{N}_:.-]*\s*$/u;

/** A row as it stands in a sheet: cells by physical column, counted from 0. */
export interface SheetRow {
	readonly line: number;
	readonly cells: readonly (RawCell | null)[];
}

/**
 * Reads a worksheet piece by piece: each `feed` returns the rows that became whole. Rows and cells are read by their
 * own strict grammar, everything around them tag by tag: a sheet that is not whole and in order is refused.
 */
export class SheetScanner {
	readonly #meaning: Meaning;
	readonly #nesting = new Nesting();
	#state: 'before' | 'data' | 'after' = 'before';
	#line = 0;
	/** The cells of the row that is open; `null` between rows. */
	#cells: (RawCell | null)[] | null = null;
	#rows: SheetRow[] = [];
	#filled = 0;
	readonly #rich = { text: '', end: 0 };
	readonly #attribute: Attribute = { name: 0, nameEnd: 0, value: 0, valueEnd: 0 };
	#column = 0;
	/** The column a cell without a reference stands in. */
	#next = 0;

	constructor(meaning: Meaning) {
		this.#meaning = meaning;
	}

	/** True once the sheet is over: its rows, and all that it opened. */
	get done(): boolean {
		return this.#state === 'after' && this.#nesting.over;
	}

	/** Scans whole tags; returns how far it came, which is short of the end if a cell was cut. */
	feed(s: string): { rows: SheetRow[]; used: number } {
		this.#rows = [];
		let at = 0;
		for (;;) {
			const open = s.indexOf('<', at);
			if (open < 0) return { rows: this.#rows, used: s.length };
			const next = this.#tag(s, open);
			if (next < 0) return { rows: this.#rows, used: open };
			at = next;
		}
	}

	/** Handles the tag at `open`, a cell with all that is in it; returns where it ends, −1 if that is not there yet. */
	#tag(s: string, open: number): number {
		const first = s.charCodeAt(open + 1);
		if (first === 33 || first === 63) return asideEnd(s, open);
		if (this.#state !== 'data') return this.#around(s, open);
		if (first === 99 && s.charCodeAt(open + 2) <= 32) return this.#readCell(s, open + 2);
		const end = tagEnd(s, open);
		if (end < 0) return -1;
		const closing = first === 47;
		const from = open + (closing ? 2 : 1);
		const name = localName(s, from, end);
		if (name === 'c' && !closing) return this.#readCell(s, nameEnd(s, from, end));
		if (name === 'row') {
			if (closing) this.#endRow();
			else {
				const single = s.charCodeAt(end - 1) === 47;
				this.#startRow(s, nameEnd(s, from, end), single ? end - 1 : end);
				if (single) this.#endRow();
			}
			return end + 1;
		}
		if (name === 'sheetData' && closing) {
			if (this.#cells) throw disorder(`第 ${this.#line} 行没有写完`, this.#line);
			this.#state = 'after';
			this.#nesting.take(s, open, end);
			return end + 1;
		}
		if (name === 'extLst' && !closing) return elementEnd(s, open);
		throw disorder(`第 ${this.#line} 行附近有不该有的标记 ${name.slice(0, 20)}`, this.#line);
	}

	/** Tags before and after the rows. */
	#around(s: string, open: number): number {
		const end = tagEnd(s, open);
		if (end < 0) return -1;
		this.#nesting.take(s, open, end);
		const name = localName(s, open + 1, end);
		if (name === 'row' || (name === 'sheetData' && this.#state === 'after'))
			throw disorder('行不在该在的地方', this.#line);
		if (name === 'sheetData') this.#state = s.charCodeAt(end - 1) === 47 ? 'after' : 'data';
		return end + 1;
	}

	/** Opens the row whose attributes stand between `from` and `end`. */
	#startRow(s: string, from: number, end: number): void {
		const found = this.#attribute;
		let line = this.#line + 1;
		for (let at = from; (at = nextAttribute(s, at, end, found)) >= 0;) {
			if (found.nameEnd !== found.name + 1 || s.charCodeAt(found.name) !== 114) continue;
			line = digits(s, found.value, found.valueEnd);
		}
		if (this.#cells) throw disorder(`第 ${this.#line} 行没有写完`, this.#line);
		if (line <= this.#line || line > 1_048_576)
			throw disorder(
				line < 0 ? `第 ${this.#line} 行之后的行号有误` : `第 ${this.#line} 行之后出现第 ${line} 行`,
				line < 0 ? this.#line : line
			);
		this.#line = line;
		this.#cells = [];
		this.#next = 0;
	}

	#endRow(): void {
		const cells = this.#cells;
		if (!cells) throw disorder(`第 ${this.#line} 行附近多出行的结尾`, this.#line);
		this.#cells = null;
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

	/** Reads a cell from just after the name of its tag. */
	#readCell(s: string, from: number): number {
		if (!this.#cells) throw disorder('单元格不在行里', this.#line);
		let at = from;
		let column = -1;
		let style = 0;
		let type: Type = types.number;
		let given = 0;
		let single = false;
		for (;;) {
			const before = at;
			let ch = s.charCodeAt(at);
			while (ch <= 32) ch = s.charCodeAt(++at);
			if (ch === 62) break;
			if (ch === 47) {
				if (s.charCodeAt(at + 1) !== 62) return at + 1 < s.length ? this.#miswritten() : -1;
				single = true;
				at++;
				break;
			}
			const equals = s.indexOf('=', at);
			if (equals < 0) return s.indexOf('>', at) < 0 ? -1 : this.#miswritten();
			if (at === before) this.#miswritten();
			let open = equals + 1;
			while (s.charCodeAt(open) <= 32) open++;
			const quote = s.charCodeAt(open);
			if (quote !== 34 && quote !== 39) return open < s.length ? this.#miswritten() : -1;
			const close = s.indexOf(quote === 34 ? '"' : "'", open + 1);
			if (close < 0) return -1;
			const bit = equals > at + 1 ? 0 : ch === 114 ? 1 : ch === 115 ? 2 : ch === 116 ? 4 : 0;
			if (given & bit || (!bit && !attributeName.test(s.slice(at, Math.min(equals, at + 100)))))
				this.#miswritten();
			given |= bit;
			if (bit === 1) column = this.#reference(s, open + 1, close);
			else if (bit === 2) style = digits(s, open + 1, close);
			else if (bit === 4) type = typeOf(s, open + 1, close, this.#line);
			if (style < 0) this.#miswritten();
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

	#miswritten(): never {
		throw disorder('单元格的写法有误', this.#line);
	}

	/** Reads what is between `<c …>` and `</c>`. */
	#inside(s: string, from: number, type: Type, style: number): number {
		let at = from;
		let formula: string | undefined;
		let inline: string | undefined;
		let value: readonly [from: number, to: number] | undefined;
		for (;;) {
			const open = s.charCodeAt(at) === 60 ? at : s.indexOf('<', at);
			if (open < 0) return -1;
			const first = s.charCodeAt(open + 1);
			if (first === 47) {
				at = closed(s, open, 'c');
				break;
			}
			if (first === 33 || first === 63) {
				at = asideEnd(s, open);
				if (at < 0) return -1;
				continue;
			}
			const end = s.charCodeAt(open + 2) === 62 ? open + 2 : tagEnd(s, open);
			if (end < 0) return -1;
			const name = end === open + 2 ? s[open + 1]! : localName(s, open + 1, end);
			const single = s.charCodeAt(end - 1) === 47;
			if (end > open + 2) attributesHold(s, nameEnd(s, open + 1, end), single ? end - 1 : end);
			at = end + 1;
			if (name === 'v' || name === 'f') {
				const stop = single ? at : endOfText(s, at);
				if (stop < 0) return -1;
				if (name === 'f' ? formula !== undefined : value) this.#miswritten();
				if (name === 'f') formula = single ? '' : textBetween(s, at, stop);
				else value = [at, stop];
				if (!single) at = closed(s, stop, name);
			} else if (name === 'is') {
				if (inline !== undefined) this.#miswritten();
				if (!single && !readRich(s, at, this.#rich, s.slice(open + 1, nameEnd(s, open + 1, end)))) return -1;
				inline = single ? '' : this.#rich.text;
				if (!single) at = this.#rich.end;
			} else if (name === 'extLst') at = elementEnd(s, open);
			else this.#miswritten();
			if (at < 0) return -1;
		}
		if (at < 0) return -1;
		if (inline !== undefined && (value || (type !== types.inline && type !== types.number)))
			this.#miswritten();
		let cell: RawCell | null = null;
		if (inline) cell = { kind: 'text', text: inline };
		else if (value) cell = valueOf(s, value[0], value[1], type, style, this.#meaning, this.#line);
		// An empty text is a result; an empty number is none.
		if (formula !== undefined)
			cell = withFormula(
				cell,
				formula,
				value !== undefined && (value[1] > value[0] || type === types.string)
			);
		this.#put(this.#column, cell);
		return at;
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
		if (digits(s, at, to) !== this.#line || column === 0 || column > widest) {
			throw disorder(`第 ${this.#line} 行里出现单元格 ${s.slice(from, Math.min(to, from + 20))}`, this.#line);
		}
		return column - 1;
	}

	#put(column: number, cell: RawCell | null): void {
		if (column < this.#next) {
			const place = `${letterOf(column + 1)}${this.#line}`;
			throw disorder(
				column === this.#next - 1 ? `单元格 ${place} 出现了两次` : `单元格 ${place} 的次序不对`,
				this.#line
			);
		}
		if (column >= widest) throw disorder(`第 ${this.#line} 行的单元格过多`, this.#line);
		this.#next = column + 1;
		const cells = this.#cells!;
		if (cell === null) return;
		if (column >= this.#meaning.mostColumns) {
			throw new BadFile(
				`${letterOf(column + 1)} 列还有内容，超出了本表的列`,
				'请删去表格右侧多余的内容后重新上传',
				{ check: syntax.structure, line: this.#line, where: `${letterOf(column + 1)}${this.#line}` }
			);
		}
		while (cells.length < column) cells.push(null);
		cells.push(cell);
	}
}
