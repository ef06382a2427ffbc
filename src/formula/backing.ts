import type { Backing, Contributors } from '#core/suppression.ts';
import type { Coded } from './coding.ts';
import type { Columns } from './columns.ts';
import { isTree, type DimensionId } from './dimensions.ts';
import type { Leaf } from './formula.ts';
import { bindingOf, dimensionsOf } from './keys.ts';
import { workedOut, type Worked } from './worked.ts';
import { enterpriseColumn, type Population } from './populations.ts';
import type { Source, Surroundings } from './source.ts';
import { ordered, standing, whole, type Standing } from './standing.ts';
import type { Stored } from './test.ts';

/** Receives those behind one cell, population by population: dimension names, their keys, backings in order. */
export type EmitBacking = (dims: string, k1: string, k2: string, backings: readonly Backing[]) => void;

/** Marks the part of a tree's parent that none of its children holds. */
export const ownPart = '=';

/** Kinds of contributors of a source: banks where rows stand under one, enterprises where rows name one. */
export const kindsOf = (source: Source): readonly ('bank' | 'enterprise')[] => [
	...(dimensionsOf(source).institution ? (['bank'] as const) : []),
	...(enterpriseColumn(source) ? (['enterprise'] as const) : [])
];

/** What the rows add in one measure, an amount or their number: rows of one pattern add to the same populations. */
interface Measure {
	/** Whether an enterprise counts once, however many rows name it. */
	readonly once: boolean;
	readonly amount: Float64Array;
	/** The pattern of each row; -1 for rows that add to nothing. */
	readonly pattern: Int32Array;
}

interface Added {
	readonly measures: readonly Measure[];
	/** By pattern: the populations it adds to, and 1 or -1 for each. */
	readonly patterns: readonly { readonly slots: Int32Array; readonly times: Int32Array }[];
	readonly once: Uint8Array;
}

/** Rows in the order of those they belong to: `who` tells contributors apart, `what` the enterprise of a row. */
interface Ordered {
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

function added(populations: readonly Population[], columns: Columns, { passing }: Worked): Added {
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

/** Enterprises numbered row by row; a row that names none is one of its own. */
function enterprises(values: readonly Stored[] | undefined, count: number): Ordered {
	const all = values ?? new Array<Stored>(count).fill(null);
	const { order, ids } = ordered(all);
	let next = 0;
	for (const id of ids) next = Math.max(next, id + 1);
	const rows = new Int32Array(count);
	rows.set(order);
	let at = order.length;
	for (let row = 0; row < count; row += 1) {
		if (ids[row]! >= 0) continue;
		ids[row] = next++;
		rows[at++] = row;
	}
	return { rows, who: ids, what: ids };
}

/** The same rows bank by bank, and within a bank enterprise by enterprise. */
function banks(coded: Coded, within: Ordered): Ordered {
	const who = coded.single!;
	const next = new Int32Array(coded.keys.length + 1);
	for (const bank of who) next[bank + 1]! += 1;
	for (let bank = 1; bank < next.length; bank += 1) next[bank]! += next[bank - 1]!;
	const rows = new Int32Array(who.length);
	for (const row of within.rows) rows[next[who[row]!]!++] = row;
	return { rows, who, what: within.what };
}

/** Numbers kept per cell and population: how many contributors, the largest two, their sum, and what the present one adds. */
const stride = 6;
const [count, largest, next, total, part, whose] = [0, 1, 2, 3, 4, 5];

/**
 * Goes through the rows contributor by contributor and keeps, per cell and population, how many and the largest two.
 * What one contributor's rows of a pattern add to a cell is added up first, and spread over the populations once.
 * The cells of all tables are numbered through; `from` is where each table's begin.
 */
function contributors(
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

/** A tree's rows stand under their code and all above it, and under the code's own part. */
function withOwnPart(coded: Coded, source: Source): Coded {
	const binding = bindingOf(source, coded.dimension);
	if (!isTree(binding) || coded.single) return coded;
	const keys = [...coded.keys];
	const own = new Map<number, number>();
	const ownOf = (code: number): number => {
		if (!own.has(code)) own.set(code, keys.push(`${ownPart}${coded.keys[code]!}`) - 1);
		return own.get(code)!;
	};
	const flat: number[] = [];
	const start = new Int32Array(coded.start.length);
	for (let row = 0; row + 1 < coded.start.length; row += 1) {
		for (let i = coded.start[row]!; i < coded.start[row + 1]!; i += 1) flat.push(coded.flat[i]!);
		if (coded.start[row + 1]! > coded.start[row]!) flat.push(ownOf(coded.flat[coded.start[row]!]!));
		start[row + 1] = flat.length;
	}
	return { ...coded, keys, start, flat: Int32Array.from(flat) };
}

/** Which tables of backings are wanted: by none, one or two dimensions each. */
export type Wanted = readonly (readonly DimensionId[])[];

/** No dimension, and each by itself. */
export const margins = (dimensions: readonly DimensionId[]): Wanted => [
	[],
	...dimensions.map((one) => [one])
];

/**
 * Those behind every cell of some tables, in one reading of the rows per table and kind of contributor: how many banks
 * and enterprises add to it, and what the largest of them add.
 */
export function backings(
	source: Source,
	populations: readonly Population[],
	wanted: Wanted,
	columns: Columns,
	input: Surroundings,
	emit: EmitBacking,
	worked: Worked = workedOut(source, columns, input)
): void {
	const kinds = kindsOf(source);
	if (!columns.count || !kinds.length || !populations.length) return;
	const adding = added(populations, columns, worked);
	const column = enterpriseColumn(source);
	const byEnterprise = enterprises(column === null ? undefined : columns.cells.get(column), columns.count);
	const orders = kinds.map((kind) =>
		kind === 'bank' ? banks(worked.coded('institution'), byEnterprise) : byEnterprise
	);
	const coded = new Map<DimensionId, Coded>();
	const codedBy = (dimension: DimensionId): Coded => {
		let found = coded.get(dimension);
		if (!found) coded.set(dimension, (found = withOwnPart(worked.coded(dimension), source)));
		return found;
	};
	const grids = wanted.map((table) => {
		const [a = null, b = null] = [...table].sort().map(codedBy);
		return { a, b, size: (a?.keys.length ?? 1) * (b?.keys.length ?? 1) };
	});
	const from = grids.map((_, at) => grids.slice(0, at).reduce((sum, { size }) => sum + size, 0));
	const size = grids.reduce((sum, one) => sum + one.size, 0);
	const tables = grids.map(({ a, b }) => standing(a, b, columns.count));
	const found = orders.map((order) => contributors(tables, from, size, order, adding));
	grids.forEach(({ a, b, size: cells }, table) => {
		const dims = [a, b].flatMap((one) => (one ? [one.dimension] : [])).join(',');
		const [down, across] = [a ?? whole, b ?? whole];
		const wide = across.keys.length;
		for (let cell = 0; cell < cells; cell += 1) {
			const own = populations.map((_, slot): Backing => {
				const at = ((from[table]! + cell) * populations.length + slot) * stride;
				return {
					total: found.at(-1)![at + total]!,
					kinds: found.map((kept): Contributors => ({
						count: kept[at + count]!,
						first: kept[at + largest]!,
						two: kept[at + largest]! + kept[at + next]!
					}))
				};
			});
			if (own.some((one) => one.total !== 0))
				emit(dims, down.keys[Math.floor(cell / wide)]!, across.keys[cell % wide]!, own);
		}
	});
}

/** Those behind a cell as text, and back. */
export const packed = (all: readonly Backing[]): string =>
	all
		.map(({ total, kinds }) =>
			total === 0 ? '' : [total, ...kinds.flatMap(({ count, first, two }) => [count, first, two])].join(' ')
		)
		.join(',');

/** One of the parts that `packed` joins by commas; `null` where nobody stands behind. */
export function unpacked(part: string | undefined, kinds: number): Backing | null {
	if (!part) return null;
	const [total = 0, ...rest] = part.split(' ').map(Number);
	return {
		total,
		kinds: Array.from({ length: kinds }, (_, at): Contributors => ({
			count: rest[at * 3]!,
			first: rest[at * 3 + 1]!,
			two: rest[at * 3 + 2]!
		}))
	};
}
