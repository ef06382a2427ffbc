import type { Coded } from './coding.ts';
import type { Columns } from './columns.ts';
import type { DimensionId } from './dimensions.ts';
import type { Leaf } from './formula.ts';
import { ranked } from './memory.ts';
import { workedOut, type Worked } from './worked.ts';
import { isMissing } from './reason.ts';
import type { Source, Surroundings } from './source.ts';
import { ordered, standing, whole, type Standing } from './standing.ts';
import type { Stored } from './test.ts';

/** Receives one aggregate: dimension names (sorted, joined by a comma), their keys, and the leaves' values in order. */
export type Emit = (dims: string, k1: string, k2: string, value: string) => void;

/** Low parts stay below this, so that sums beyond 2⁵³ stay exact in two halves. */
const split = 1_000_000;

/** What one leaf adds to: one slot of doubles, or two where the total may pass 2⁵³. */
interface Slots {
	readonly leaf: Leaf;
	readonly wide: boolean;
	readonly slot: number;
}

/** Amounts per row for each slot, for rows that pass; rows that do not are left out. */
interface Contributions {
	readonly start: Int32Array;
	readonly slot: Int32Array;
	readonly amount: Float64Array;
}

interface Tally {
	readonly width: number;
	readonly slots: readonly Slots[];
	readonly additive: Contributions;
	/** Distinct values: per column, rows in the order of the value, so that a repeat follows at once. */
	readonly distinct: readonly {
		order: Int32Array;
		ids: Int32Array;
		leaves: readonly { slot: number; passed: Uint8Array }[];
	}[];
	readonly ranked: readonly { leaf: Leaf; passed: Uint8Array; values: readonly Stored[] }[];
}

const isRanked = (leaf: Leaf): boolean =>
	leaf.op === 'minimum' || leaf.op === 'maximum' || leaf.op === 'median';

/** The amount a row adds, and whether all of them together stay exact in one double. */
function amounts(
	leaf: Leaf,
	columns: Columns
): { a: (row: number) => number; b: ((row: number) => number) | null; wide: boolean } {
	if (leaf.op === 'count') return { a: () => 1, b: null, wide: false };
	const values = columns.cells.get(leaf.column!)!;
	const weights = leaf.op === 'sumProduct' ? columns.cells.get(leaf.weight!)! : null;
	let total = 0;
	for (let row = 0; row < columns.count; row += 1)
		total += Math.abs(Number(values[row] ?? 0)) * (weights ? Math.abs(Number(weights[row] ?? 0)) : 1);
	return {
		a: (row) => Number(values[row] ?? 0),
		b: weights && ((row) => Number(weights[row] ?? 0)),
		wide: total >= 2 ** 52
	};
}

/** A product of two whole numbers as high·10⁶ + low, both exact. */
function halves(a: number, b: number): [number, number] {
	const high = Math.trunc(a / split);
	const low = (a - high * split) * b;
	const carry = Math.trunc(low / split);
	const top = high * b;
	if (!Number.isSafeInteger(top) || !Number.isSafeInteger(low))
		throw new RangeError(`product too large: ${a} × ${b}`);
	return [top + carry, low - carry * split];
}

function tally(leaves: readonly Leaf[], columns: Columns, { passing }: Worked): Tally {
	const passed = leaves.map(({ where }) => passing(where));
	const slots: Slots[] = [];
	const adding: {
		slot: number;
		wide: boolean;
		passed: Uint8Array;
		a: (row: number) => number;
		b: ((row: number) => number) | null;
	}[] = [];
	const byColumn = new Map<string, { slot: number; passed: Uint8Array }[]>();
	const rank: Tally['ranked'][number][] = [];
	let width = 0;
	leaves.forEach((leaf, at) => {
		if (isRanked(leaf)) {
			slots.push({ leaf, wide: false, slot: -1 });
			rank.push({ leaf, passed: passed[at]!, values: columns.cells.get(leaf.column!)! });
			return;
		}
		const how = leaf.op === 'distinct' ? null : amounts(leaf, columns);
		slots.push({ leaf, wide: how?.wide ?? false, slot: width });
		if (how) adding.push({ slot: width, passed: passed[at]!, ...how });
		else
			byColumn.set(leaf.column!, [
				...(byColumn.get(leaf.column!) ?? []),
				{ slot: width, passed: passed[at]! }
			]);
		width += how?.wide ? 2 : 1;
	});

	const start = new Int32Array(columns.count + 1);
	const slot: number[] = [];
	const amount: number[] = [];
	for (let row = 0; row < columns.count; row += 1) {
		for (const one of adding) {
			if (!one.passed[row]) continue;
			const [a, b] = [one.a(row), one.b ? one.b(row) : 1];
			if (a === 0 || b === 0) continue;
			if (!one.wide) {
				slot.push(one.slot);
				amount.push(a * b);
			} else {
				const [high, low] = halves(a, b);
				slot.push(one.slot, one.slot + 1);
				amount.push(high, low);
			}
		}
		start[row + 1] = slot.length;
	}
	const distinct = [...byColumn].map(([column, leaves]) => ({
		leaves,
		...ordered(columns.cells.get(column)!)
	}));
	return {
		width,
		slots,
		additive: { start, slot: Int32Array.from(slot), amount: Float64Array.from(amount) },
		distinct,
		ranked: rank
	};
}

/** Adds up amounts cell by cell. */
function addUp(where: Standing, { width, additive }: Tally, rows: number, sums: Float64Array): void {
	const { start, slot, amount } = additive;
	const { single } = where;
	for (let row = 0; row < rows; row += 1) {
		const [first, end] = [start[row]!, start[row + 1]!];
		if (first === end) continue;
		if (single) {
			const base = single[row]! * width;
			for (let at = first; at < end; at += 1) sums[base + slot[at]!]! += amount[at]!;
			continue;
		}
		for (let cell = where.start[row]!; cell < where.start[row + 1]!; cell += 1) {
			const base = where.flat[cell]! * width;
			for (let at = first; at < end; at += 1) sums[base + slot[at]!]! += amount[at]!;
		}
	}
}

/** Counts different values: in the order of the value, a cell that saw it last has counted it. */
function countUp(where: Standing, counts: Tally, size: number, sums: Float64Array): void {
	const { single } = where;
	for (const { order, ids, leaves } of counts.distinct) {
		const many = leaves.length;
		const last = new Int32Array(size * many).fill(-1);
		for (const row of order) {
			const id = ids[row]!;
			const [first, end] = single ? [0, 1] : [where.start[row]!, where.start[row + 1]!];
			for (let place = first; place < end; place += 1) {
				const cell = single ? single[row]! : where.flat[place]!;
				for (let at = 0; at < many; at += 1) {
					const seen = cell * many + at;
					if (last[seen] === id || leaves[at]!.passed[row] === 0) continue;
					last[seen] = id;
					sums[cell * counts.width + leaves[at]!.slot]! += 1;
				}
			}
		}
	}
}

/** Lists the values of leaves that need ranking, cell by cell. */
function listUp(where: Standing, counts: Tally, rows: number): Map<number, number[]>[] {
	return counts.ranked.map(({ passed, values }) => {
		const found = new Map<number, number[]>();
		for (let row = 0; row < rows; row += 1) {
			const value = values[row];
			if (!passed[row] || value === null || value === undefined) continue;
			const cells = where.single
				? [where.single[row]!]
				: where.flat.subarray(where.start[row]!, where.start[row + 1]!);
			for (const cell of cells) {
				const list = found.get(cell);
				if (list) list.push(Number(value));
				else found.set(cell, [Number(value)]);
			}
		}
		return found;
	});
}

/** Sums up one grid of cells: no, one or two dimensions. */
function grid(a: Coded | null, b: Coded | null, counts: Tally, rows: number, emit: Emit): void {
	const size = (a?.keys.length ?? 1) * (b?.keys.length ?? 1);
	const sums = new Float64Array(size * counts.width);
	const where = standing(a, b, rows);
	addUp(where, counts, rows, sums);
	countUp(where, counts, size, sums);
	write(a, b, counts, sums, listUp(where, counts, rows), emit);
}

function write(
	a: Coded | null,
	b: Coded | null,
	{ width, slots }: Tally,
	sums: Float64Array,
	rankings: readonly Map<number, number[]>[],
	emit: Emit
): void {
	const [first, second] = [a ?? whole, b ?? whole];
	const dims = [a, b].flatMap((one) => (one ? [one.dimension] : [])).join(',');
	const columns = second.keys.length;
	for (let cell = 0; cell < first.keys.length * columns; cell += 1) {
		const base = cell * width;
		let empty = true;
		for (let at = 0; at < width && empty; at += 1) empty = sums[base + at] === 0;
		if (empty && !rankings.some((found) => found.has(cell))) continue;
		let rank = 0;
		let value = '';
		for (const one of slots) {
			if (one !== slots[0]) value += ',';
			if (one.slot < 0) value += rankText(one.leaf, rankings[rank++]!.get(cell));
			else if (one.wide)
				value += String(BigInt(sums[base + one.slot]!) * BigInt(split) + BigInt(sums[base + one.slot + 1]!));
			else value += String(sums[base + one.slot]!);
		}
		emit(dims, first.keys[Math.floor(cell / columns)]!, second.keys[cell % columns]!, value);
	}
}

function rankText(leaf: Leaf, values: number[] | undefined): string {
	const found = ranked(leaf.op as 'median', values ?? []);
	if (isMissing(found)) return '';
	return found.d === 1n ? String(found.n) : `${found.n}/${found.d}`;
}

/** Every aggregate of the rows for no, one and two of the dimensions, in one reading of the rows. */
export function rollUp(
	source: Source,
	leaves: readonly Leaf[],
	dimensions: readonly DimensionId[],
	columns: Columns,
	input: Surroundings,
	emit: Emit,
	worked = workedOut(source, columns, input)
): void {
	if (!columns.count) return;
	const counts = tally(leaves, columns, worked);
	const coded = [...dimensions].sort().map(worked.coded);
	grid(null, null, counts, columns.count, emit);
	coded.forEach((a, at) => {
		grid(a, null, counts, columns.count, emit);
		for (const b of coded.slice(at + 1)) grid(a, b, counts, columns.count, emit);
	});
}
