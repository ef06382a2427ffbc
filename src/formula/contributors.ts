import type { Contributors } from '#core/suppression.ts';
import type { Columns } from './columns.ts';
import type { Leaf } from './formula.ts';
import type { Population } from './populations.ts';
import type { Standing } from './standing.ts';
import type { Worked } from './worked.ts';

/** What the rows add in one measure, an amount or their number: rows of one pattern add to the same populations. */
interface Measure {
	/** Whether an enterprise counts once, however many rows name it. */
	readonly once: boolean;
	readonly amount: Float64Array;
	/** The pattern of each row; -1 for rows that add to nothing. */
	readonly pattern: Int32Array;
}

export interface Added {
	readonly measures: readonly Measure[];
	/** By pattern: the populations it adds to, and 1 or -1 for each. */
	readonly patterns: readonly { readonly slots: Int32Array; readonly times: Int32Array }[];
	readonly once: Uint8Array;
}

/** Rows in the order of those they belong to: `who` tells contributors apart, `what` the enterprise of a row. */
export interface Ordered {
	readonly rows: Int32Array;
	readonly who: Int32Array;
	readonly what: Int32Array;
}

function amountOf(leaf: Leaf, columns: Columns): Float64Array {
	if (leaf.op === 'count') return new Float64Array(columns.count).fill(1);
	const values = columns.cells.get(leaf.column!)!;
	if (leaf.op === 'distinct') return Float64Array.from(values, (value) => (value === null ? 0 : 1));
	return Float64Array.from(values, (value) => Math.abs(Number(value ?? 0)));
}

const measureOf = ({ leaf }: Population): string => `${leaf.op} ${leaf.column ?? ''}`;

/** What the rows add to each population, measure by measure. */
export function added(populations: readonly Population[], columns: Columns, { passing }: Worked): Added {
	const patterns: Added['patterns'][number][] = [];
	const places = populations.map((population, slot) => ({ population, slot }));
	const measures = [...Map.groupBy(places, ({ population }) => measureOf(population)).values()].map(
		(group): Measure => {
			const parts = group.map(({ population: { leaf, less }, slot }) => ({
				slot,
				passed: passing(leaf.where),
				less: less ? passing(less.where) : null
			}));
			const { leaf } = group[0]!.population;
			const amount = amountOf(leaf, columns);
			const known = new Map<string, number>();
			const pattern = new Int32Array(columns.count).fill(-1);
			for (let row = 0; row < columns.count; row += 1) {
				if (amount[row] === 0) continue;
				let key = '';
				for (const one of parts)
					key += String.fromCharCode(49 + one.passed[row]! - (one.less ? one.less[row]! : 0));
				let id = known.get(key);
				if (id === undefined) {
					const own = parts.flatMap(({ slot }, at) => {
						const times = key.charCodeAt(at) - 49;
						return times === 0 ? [] : [{ slot, times }];
					});
					id = own.length
						? patterns.push({
								slots: Int32Array.from(own, (one) => one.slot),
								times: Int32Array.from(own, (one) => one.times)
							}) - 1
						: -1;
					known.set(key, id);
				}
				pattern[row] = id;
			}
			return { once: leaf.op === 'distinct', amount, pattern };
		}
	);
	return {
		measures,
		patterns,
		once: Uint8Array.from(populations, ({ leaf }) => (leaf.op === 'distinct' ? 1 : 0))
	};
}

/** Numbers kept per cell and population: how many contributors, the largest two, their sum, and what the present one adds. */
const stride = 6;
const [count, largest, next, total, part, whose] = [0, 1, 2, 3, 4, 5];

/** One population's contributors of a cell, by its place among all. */
export const contributorsAt = (kept: Float64Array, place: number): Contributors => ({
	count: kept[place * stride + count]!,
	first: kept[place * stride + largest]!,
	two: kept[place * stride + largest]! + kept[place * stride + next]!
});
export const totalAt = (kept: Float64Array, place: number): number => kept[place * stride + total]!;

/**
 * Goes through the rows contributor by contributor and keeps, per cell and population, how many and the largest two.
 * What one contributor's rows of a pattern add to a cell is added up first, and spread over the populations once.
 * The cells of all tables are numbered through; `from` is where each table's begin.
 */
export function contributors(
	tables: readonly Standing[],
	from: readonly number[],
	size: number,
	{ rows, who, what }: Ordered,
	{ measures, patterns, once }: Added
): Float64Array {
	const [width, wide] = [once.length, patterns.length];
	const kept = new Float64Array(size * width * stride);
	const [sums, sumOf] = [new Float64Array(size * wide), new Int32Array(size * wide).fill(-1)];
	const [touchedSums, touched] = [new Int32Array(size * wide), new Int32Array(size * width)];
	// Only where contributors are not the enterprises themselves may one of them name an enterprise twice.
	const counting = who !== what;
	const seen = new Int32Array(counting && once.includes(1) ? size * width : 0).fill(-1);
	let [current, pair, enterprise, many, manySums] = [-1, -1, -1, 0, 0];
	const touch = (at: number, value: number): void => {
		if (kept[at + whose] !== current + 1) {
			kept[at + whose] = current + 1;
			touched[many++] = at;
		}
		kept[at + part]! += value;
	};
	const settle = (): void => {
		for (let i = 0; i < manySums; i += 1) {
			const sum = touchedSums[i]!;
			const { slots, times } = patterns[sum % wide]!;
			const base = ((sum / wide) | 0) * width;
			for (let j = 0; j < slots.length; j += 1) touch((base + slots[j]!) * stride, times[j]! * sums[sum]!);
			sums[sum] = 0;
		}
		for (let i = 0; i < many; i += 1) {
			const at = touched[i]!;
			let value = Math.abs(kept[at + part]!);
			kept[at + part] = 0;
			if (value === 0) continue;
			if (!counting && once[(at / stride) % width] === 1) value = 1;
			kept[at + count]! += 1;
			kept[at + total]! += value;
			if (value > kept[at + largest]!) {
				kept[at + next] = kept[at + largest]!;
				kept[at + largest] = value;
			} else if (value > kept[at + next]!) kept[at + next] = value;
		}
		many = manySums = 0;
	};
	const addOnce = (pattern: number, cell: number): void => {
		for (const slot of patterns[pattern]!.slots) {
			const at = cell * width + slot;
			if (seen[at] === pair) continue;
			seen[at] = pair;
			touch(at * stride, 1);
		}
	};
	const add = (sum: number, amount: number): void => {
		if (sumOf[sum] !== current) {
			sumOf[sum] = current;
			touchedSums[manySums++] = sum;
		}
		sums[sum]! += amount;
	};
	for (let at = 0; at < rows.length; at += 1) {
		const row = rows[at]!;
		if (who[row] !== current) settle();
		if (who[row] !== current || what[row] !== enterprise) pair += 1;
		current = who[row]!;
		enterprise = what[row]!;
		for (let m = 0; m < measures.length; m += 1) {
			const measure = measures[m]!;
			const pattern = measure.pattern[row]!;
			if (pattern < 0) continue;
			const amount = measure.amount[row]!;
			const counted = measure.once && counting;
			for (let t = 0; t < tables.length; t += 1) {
				const { single, start, flat } = tables[t]!;
				const first = from[t]!;
				if (single) {
					const cell = first + single[row]!;
					if (counted) addOnce(pattern, cell);
					else add(cell * wide + pattern, amount);
					continue;
				}
				for (let i = start[row]!; i < start[row + 1]!; i += 1)
					if (counted) addOnce(pattern, first + flat[i]!);
					else add((first + flat[i]!) * wide + pattern, amount);
			}
		}
	}
	settle();
	return kept;
}
