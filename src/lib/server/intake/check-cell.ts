import type { Column, Dataset } from '#datasets/define.ts';
import { readerOf, type RawCell, type ReadValue, type Unreadable } from '#datasets/read.ts';
import { show } from './check-show.ts';

/** 已按…识别: cells of one column that were read in another form than written. */
export interface ReadingNote {
	readonly column: string;
	readonly count: number;
	/** The first such cell: its line, what it held, what it was taken for. */
	readonly line: number;
	readonly from: string;
	readonly to: string;
}

/** Reads the cells of one file and counts what was normalised. */
export class CellReader {
	readonly #columns: readonly [string, Column][];
	readonly #read: readonly ((cell: RawCell | null) => ReadValue | Unreadable)[];
	readonly #notes = new Map<number, { count: number; line: number; from: string; to: string }>();

	constructor(dataset: Dataset) {
		this.#columns = Object.entries(dataset.columns);
		this.#read = this.#columns.map(([, column]) => readerOf(column));
	}

	/** What the cell of a column means, or why it cannot be read. */
	read(at: number, cell: RawCell | null, line: number): ReadValue | Unreadable {
		const read = this.#read[at]!(cell);
		if ('normalisedFrom' in read && read.normalisedFrom !== undefined) this.#note(at, line, read);
		return read;
	}

	#note(at: number, line: number, read: ReadValue): void {
		const note = this.#notes.get(at);
		if (note) {
			note.count += 1;
			return;
		}
		const to = show(this.#columns[at]![1], read.value);
		this.#notes.set(at, { count: 1, line, from: (read.normalisedFrom ?? '').slice(0, 100), to });
	}

	/** What was read in another form than written, by column. */
	notes(): ReadingNote[] {
		return [...this.#notes].map(([at, note]) => ({ column: this.#columns[at]![0], ...note }));
	}
}
