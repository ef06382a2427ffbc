import { columnOf, letterOf } from './address.ts';
import { tags } from './xml.ts';

/** Marks of a sheet: line → column from 1 → kind of mark. */
export type Marks<K extends string = string> = ReadonlyMap<number, ReadonlyMap<number, K>>;

/** The style a marked cell gets, from the style it has. */
export type StyleOf<K extends string = string> = (style: number, kind: K) => number;

interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/**
 * A worksheet part with marked cells restyled and every other byte as it was, in pieces. Cells and rows that the part
 * does not hold are put in, in order. `cleared` restyles cells that an earlier mark-up left.
 */
export function markCells<K extends string>(
	bytes: Buffer,
	marks: Marks<K>,
	styleOf: StyleOf<K>,
	cleared: ReadonlyMap<number, number> = new Map()
): Buffer[] {
	const pieces: Buffer[] = [];
	let at = 0;
	for (const { start, end, text } of new SheetEdits(bytes, marks, styleOf, cleared).edits()) {
		pieces.push(bytes.subarray(at, start), Buffer.from(text, 'latin1'));
		at = end;
	}
	return [...pieces, bytes.subarray(at)];
}

/** Works on bytes, and on one character a byte where text is needed: nothing is decoded that is not changed. */
class SheetEdits<K extends string> {
	readonly #bytes: Buffer;
	readonly #marks: Marks<K>;
	readonly #styleOf: StyleOf<K>;
	readonly #cleared: ReadonlyMap<number, number>;
	readonly #edits: Edit[] = [];
	/** Prefix of the part's own names, such as `x:`. */
	#prefix = '';
	#columnStyles: readonly (readonly [min: number, max: number, style: number])[] = [];

	constructor(bytes: Buffer, marks: Marks<K>, styleOf: StyleOf<K>, cleared: ReadonlyMap<number, number>) {
		this.#bytes = bytes;
		this.#marks = marks;
		this.#styleOf = styleOf;
		this.#cleared = cleared;
	}

	edits(): readonly Edit[] {
		const head = this.#bytes.toString('latin1', 0, this.#bytes.indexOf('sheetData') + 40);
		const open = /<((?:[\w.-]+:)?)sheetData\s*(\/?)>/.exec(head);
		if (!open) return [];
		this.#prefix = open[1]!;
		this.#columnStyles = columnStyles(head.slice(0, open.index));
		const waiting = [...this.#marks.keys()].sort((a, b) => a - b);
		const start = open.index + open[0].length;
		if (open[2]) {
			const rows = waiting.map((line) => this.#newRow(line)).join('');
			return [
				{
					start: open.index,
					end: start,
					text: `<${this.#prefix}sheetData>${rows}</${this.#prefix}sheetData>`
				}
			];
		}
		this.#rows(start, waiting);
		return this.#edits;
	}

	#rows(from: number, waiting: number[]): void {
		const bytes = this.#bytes;
		const [tag, close] = [Buffer.from(`<${this.#prefix}row`), Buffer.from(`</${this.#prefix}row>`)];
		const limit = bytes.lastIndexOf(`</${this.#prefix}sheetData`);
		let at = from;
		let line = 0;
		let next = 0;
		for (;;) {
			const open = bytes.indexOf(tag, at);
			if (open < 0 || open > limit) break;
			const end = bytes.indexOf(0x3e, open);
			const rowTag = bytes.toString('latin1', open, end);
			line = Number(/\sr\s*=\s*["'](\d+)["']/.exec(rowTag)?.[1] ?? line + 1);
			while (next < waiting.length && waiting[next]! < line)
				this.#insert(open, this.#newRow(waiting[next++]!));
			const marked = this.#marks.get(line);
			if (rowTag.endsWith('/')) {
				at = end + 1;
				if (marked) {
					const cells = this.#newCells(line, [...marked.keys()], rowTag);
					this.#edits.push({ start: end - 1, end: end + 1, text: `>${cells}${close.toString()}` });
				}
			} else {
				const stop = bytes.indexOf(close, end);
				if (stop < 0) break;
				if (marked || this.#cleared.size) this.#row(line, rowTag, end + 1, stop, marked ?? new Map());
				at = stop + close.length;
			}
			if (marked) next++;
		}
		while (next < waiting.length) this.#insert(limit, this.#newRow(waiting[next++]!));
	}

	/** Restyles cells between `from` and `to`; puts in those that are not there. */
	#row(line: number, rowTag: string, from: number, to: number, marked: ReadonlyMap<number, K>): void {
		const s = this.#bytes.toString('latin1', from, to);
		const tag = `<${this.#prefix}c`;
		const close = `</${this.#prefix}c>`;
		const waiting = [...marked.keys()].sort((a, b) => a - b);
		let next = 0;
		let column = 0;
		for (let at = 0; ;) {
			const open = s.indexOf(tag, at);
			if (open < 0) break;
			const end = s.indexOf('>', open);
			const text = s.slice(open, end);
			const reference = /\sr\s*=\s*["']([A-Za-z]+)\d+["']/.exec(text)?.[1];
			column = reference ? columnOf(reference.toUpperCase()) : column + 1;
			const missing: number[] = [];
			while (next < waiting.length && waiting[next]! < column) missing.push(waiting[next++]!);
			if (missing.length) this.#insert(from + open, this.#newCells(line, missing, rowTag));
			this.#restyle(from + open, text, marked.get(column));
			if (waiting[next] === column) next++;
			at = s[end - 1] === '/' ? end + 1 : s.indexOf(close, end) + close.length;
		}
		if (next < waiting.length) this.#insert(to, this.#newCells(line, waiting.slice(next), rowTag));
	}

	#restyle(open: number, tag: string, kind: K | undefined): void {
		const has = /\ss\s*=\s*["'](\d+)["']/.exec(tag);
		const style = Number(has?.[1] ?? 0);
		const base = this.#cleared.get(style) ?? style;
		const wanted = kind === undefined ? base : this.#styleOf(base, kind);
		if (wanted === style) return;
		const start = has ? open + has.index : open + `<${this.#prefix}c`.length;
		this.#edits.push({ start, end: start + (has?.[0].length ?? 0), text: ` s="${wanted}"` });
	}

	#insert(at: number, text: string): void {
		this.#edits.push({ start: at, end: at, text });
	}

	#newRow(line: number): string {
		const cells = this.#newCells(line, [...this.#marks.get(line)!.keys()], '');
		return `<${this.#prefix}row r="${line}">${cells}</${this.#prefix}row>`;
	}

	/** Empty marked cells, in the style that the row or the column gives. */
	#newCells(line: number, columns: readonly number[], rowTag: string): string {
		const custom = /\scustomFormat\s*=\s*["'](1|true)["']/.test(rowTag);
		const rowStyle = custom ? /\ss\s*=\s*["'](\d+)["']/.exec(rowTag)?.[1] : undefined;
		return columns
			.toSorted((a, b) => a - b)
			.map((column) => {
				const own = this.#columnStyles.find(([min, max]) => min <= column && column <= max)?.[2];
				const style = this.#styleOf(Number(rowStyle ?? own ?? 0), this.#marks.get(line)!.get(column)!);
				return `<${this.#prefix}c r="${letterOf(column)}${line}" s="${style}"/>`;
			})
			.join('');
	}
}

/** The styles that columns give their empty cells; a sheet has no more columns than this. */
function columnStyles(head: string): [number, number, number][] {
	const found: [number, number, number][] = [];
	for (const { name, attributes } of tags(head)) {
		if (name !== 'col' || !attributes.has('style')) continue;
		found.push([
			Number(attributes.get('min')),
			Number(attributes.get('max')),
			Number(attributes.get('style'))
		]);
		if (found.length === 16_384) break;
	}
	return found;
}
