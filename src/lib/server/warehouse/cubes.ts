import { createHash } from 'node:crypto';
import type { Dataset } from '#datasets/define.ts';
import { bindsRoster, columnsOfBinding, type DimensionId } from '#formula/dimensions.ts';
import { inScope, isAdditive, leafKey, leavesOf, spanning, type Leaf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { datasetsOf, isFlow, isView, type Source } from '#formula/source.ts';
import { asksRoster, columnsOfTest, parametersOfTest } from '#formula/test.ts';
import { endOf, type Period } from '#core/period.ts';
import type { ParameterId, ParameterLookUp } from '#policy/parameters.ts';
import { indicators } from '#indicators/index.ts';
import rosterDataset from '#datasets/roster.ts';

/** The aggregates kept of one source: which leaves, in which order, over which span of months. */
export interface Cube {
	/** The source's id; with the span where it is not the month itself. */
	readonly id: string;
	readonly source: Source;
	readonly span: Leaf['span'];
	/** In the order in which a cell packs them. */
	readonly leaves: readonly Leaf[];
	readonly places: ReadonlyMap<string, number>;
	readonly dimensions: readonly DimensionId[];
	readonly columns: readonly string[];
	readonly asksRoster: boolean;
	readonly parameters: readonly ParameterId[];
	/** Changes when leaves or dimensions do, so that cells of an older shape are known. */
	readonly shape: string;
}

interface Held {
	readonly cube: string;
	readonly leaf: Leaf;
}
const holdings = new WeakMap<Leaf, Held>();

/** The leaf as its cube holds it: what adds up over months is kept by month. */
export function held(leaf: Leaf): Held {
	let found = holdings.get(leaf);
	if (!found) holdings.set(leaf, (found = holding(leaf)));
	return found;
}

function holding(leaf: Leaf): Held {
	const monthly = !isFlow(leaf.source) || leaf.span === 'period' || isAdditive(leaf);
	if (!monthly) return { cube: `${leaf.source.id}~${leaf.span}`, leaf };
	return { cube: leaf.source.id, leaf: leaf.span === 'period' ? leaf : { ...leaf, span: 'period' } };
}

/** Every leaf the indicators can ask for, in both scopes and with the spans their comparisons need. */
function everyLeaf(): Leaf[] {
	return [...indicators.values()].flatMap((indicator) => {
		const formulas = [indicator.formula];
		if (indicator.comparisons.includes('yearToDate'))
			formulas.push(spanning(indicator.formula, 'yearToDate'));
		const scopes = indicator.scoped ? (['beijing', 'national'] as const) : (['beijing'] as const);
		return formulas.flatMap((formula) => scopes.flatMap((scope) => leavesOf(inScope(formula, scope))));
	});
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

function cube(id: string, leaves: readonly Leaf[]): Cube {
	const { source } = leaves[0]!;
	const bindings = dimensionsOf(source);
	const dimensions = (Object.keys(bindings) as DimensionId[]).sort();
	const bound = dimensions.map((dimension) => bindings[dimension]!);
	const columns = new Set<string>(bound.flatMap(columnsOfBinding));
	for (const leaf of leaves) {
		for (const name of [leaf.column, leaf.weight]) if (name !== null) columns.add(name);
		for (const name of leaf.where.flatMap(columnsOfTest)) columns.add(name);
	}
	const keys = leaves.map(leafKey);
	return {
		id,
		source,
		span: leaves[0]!.span,
		leaves,
		places: new Map(keys.map((key, at) => [key, at])),
		dimensions,
		columns: [...columns].sort(),
		parameters: [
			...new Set([
				...(isView(source) ? (source.parameters ?? []) : []),
				...leaves.flatMap((leaf) => leaf.where.flatMap(parametersOfTest))
			])
		].sort(),
		asksRoster: bound.some(bindsRoster) || leaves.some((leaf) => leaf.where.some(asksRoster)),
		shape: digest(JSON.stringify([keys, dimensions.map((dimension) => [dimension, bindings[dimension]])]))
	};
}

/** The shape of a cube's month: also tells cells built under another value of a parameter. */
export const shapeIn = (one: Cube, month: Period, parameter: ParameterLookUp): string =>
	[
		one.shape,
		...one.parameters.map((id) => {
			const value = parameter(id, endOf(month));
			return value === null ? '' : `${value.n}/${value.d}`;
		})
	].join(' ');

let known: ReadonlyMap<string, Cube> | null = null;

/** Every cube by id, as the indicators declare them. */
export function cubes(): ReadonlyMap<string, Cube> {
	if (known) return known;
	const grouped = new Map<string, Map<string, Leaf>>();
	for (const leaf of everyLeaf()) {
		const place = held(leaf);
		const group = grouped.get(place.cube) ?? new Map<string, Leaf>();
		grouped.set(place.cube, group.set(leafKey(place.leaf), place.leaf));
	}
	known = new Map(
		[...grouped]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([id, leaves]) => [
				id,
				cube(
					id,
					[...leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf)
				)
			])
	);
	return known;
}

/** How a dataset's filing for a month reaches the cube's months: not at all, that month, the rest of the year, or all later ones. */
export function reachOf(one: Cube, dataset: Dataset): 'none' | 'month' | 'year' | 'later' {
	const rests = datasetsOf(one.source).some(({ id }) => id === dataset.id);
	const roster = one.asksRoster && dataset.id === rosterDataset.id;
	if (!rests && !roster) return 'none';
	if (dataset.nature === 'register' || one.span === 'toDate') return 'later';
	if (isView(one.source) && one.source.reach === 'history') return 'later';
	return one.span === 'yearToDate' ? 'year' : 'month';
}
