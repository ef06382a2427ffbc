import type { Backing, Contributors } from '#core/suppression.ts';
import type { Coded } from './coding.ts';
import type { Columns } from './columns.ts';
import { added, contributors, contributorsAt, totalAt, type Ordered } from './contributors.ts';
import { isTree, type DimensionId } from './dimensions.ts';
import { bindingOf, dimensionsOf } from './keys.ts';
import { workedOut, type Worked } from './worked.ts';
import { enterpriseColumn, type Population } from './populations.ts';
import type { Source, Surroundings } from './source.ts';
import { ordered, standing, whole } from './standing.ts';
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
				const place = (from[table]! + cell) * populations.length + slot;
				return {
					total: totalAt(found.at(-1)!, place),
					kinds: found.map((kept) => contributorsAt(kept, place))
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
