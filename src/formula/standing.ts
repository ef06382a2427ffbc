import type { Coded } from './coding.ts';
import type { Stored } from './test.ts';

/** The one cell that every row stands in. */
export const whole: Omit<Coded, 'dimension'> = {
	keys: [''],
	single: null,
	start: new Int32Array(0),
	flat: new Int32Array(0)
};

/** The cells of the grid of two dimensions in which each row stands: those of row r in `flat` from `start[r]`. */
export interface Standing {
	/** The only cell of each row, or `null` where rows may stand in several. */
	readonly single: Int32Array | null;
	readonly start: Int32Array;
	readonly flat: Int32Array;
}

/** Where each row stands in the grid of two dimensions, one or none. */
export function standing(a: Coded | null, b: Coded | null, rows: number): Standing {
	const nowhere = new Int32Array(0);
	if (!a) return { single: new Int32Array(rows), start: nowhere, flat: nowhere };
	if (!b) return a;
	const wide = b.keys.length;
	if (a.single && b.single) {
		const single = new Int32Array(rows);
		for (let row = 0; row < rows; row += 1) single[row] = a.single[row]! * wide + b.single[row]!;
		return { single, start: nowhere, flat: nowhere };
	}
	const [first, second] = [spread(a), spread(b)];
	const start = new Int32Array(rows + 1);
	for (let row = 0; row < rows; row += 1)
		start[row + 1] =
			start[row]! +
			(first.start[row + 1]! - first.start[row]!) * (second.start[row + 1]! - second.start[row]!);
	const flat = new Int32Array(start[rows]!);
	let at = 0;
	for (let row = 0; row < rows; row += 1)
		for (let i = first.start[row]!; i < first.start[row + 1]!; i += 1)
			for (let j = second.start[row]!; j < second.start[row + 1]!; j += 1)
				flat[at++] = first.flat[i]! * wide + second.flat[j]!;
	return { single: null, start, flat };
}

/** A dimension with one key per row, written as one with several. */
function spread(coded: Coded): { start: Int32Array; flat: Int32Array } {
	if (!coded.single) return coded;
	const start = new Int32Array(coded.single.length + 1);
	for (let at = 0; at < start.length; at += 1) start[at] = at;
	return { start, flat: coded.single };
}

/** Values numbered, and rows sorted by that number; empty cells are left out. */
export function ordered(values: readonly Stored[]): { order: Int32Array; ids: Int32Array } {
	const numbers = new Map<Stored, number>();
	const ids = new Int32Array(values.length).fill(-1);
	const sizes: number[] = [];
	let filled = 0;
	values.forEach((value, row) => {
		if (value === null) return;
		let id = numbers.get(value);
		if (id === undefined) {
			numbers.set(value, (id = numbers.size));
			sizes.push(0);
		}
		ids[row] = id;
		sizes[id]! += 1;
		filled += 1;
	});
	const next = new Int32Array(sizes.length);
	for (let id = 1; id < sizes.length; id += 1) next[id] = next[id - 1]! + sizes[id - 1]!;
	const order = new Int32Array(filled);
	for (let row = 0; row < values.length; row += 1) if (ids[row]! >= 0) order[next[ids[row]!]!++] = row;
	return { order, ids };
}
