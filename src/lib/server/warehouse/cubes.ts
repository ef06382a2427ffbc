import { createHash } from 'node:crypto';
import type { Dataset } from '#datasets/define.ts';
import { bindsRoster, columnsOfBinding, type DimensionId } from '#formula/dimensions.ts';
import {
	inScope,
	isAdditive,
	leafKey,
	leavesOf,
	spanning,
	type Formula,
	type Leaf
} from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { enterpriseColumn, isProtected, tiesOf, type Ties } from '#formula/populations.ts';
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
	/** How its leaves hang together where some may not be shown; `null` if all may. */
	readonly ties: Ties | null;
	/** Where each population stands among those kept with a cell. */
	readonly backed: ReadonlyMap<string, number>;
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

/** Every formula the indicators can ask for, with the spans their comparisons need, in the order of their codes; Beijing's scope first. */
function everyFormula(): Formula[] {
	return (['beijing', 'national'] as const).flatMap((scope) =>
		[...indicators.values()]
			.filter((indicator) => scope === 'beijing' || indicator.scoped)
			.flatMap(({ formula, comparisons }) =>
				comparisons.includes('yearToDate') ? [formula, spanning(formula, 'yearToDate')] : [formula]
			)
			.map((formula) => inScope(formula, scope))
	);
}

/** Leaves that can be told from what is shown: all but the weights of a mean, which only its value goes through. */
function bareLeaves(formula: Formula): Leaf[] {
	switch (formula.is) {
		case 'leaf':
			return [formula];
		case 'parameter':
		case 'constant':
		case 'monthsLeft':
			return [];
		case 'ratio':
			return formula.of[0].is === 'leaf' && formula.of[0].op === 'sumProduct'
				? bareLeaves(formula.of[0])
				: formula.of.flatMap(bareLeaves);
		case 'plus':
		case 'difference':
		case 'product':
			return formula.of.flatMap(bareLeaves);
		default:
			return bareLeaves(formula.of);
	}
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

function cube(id: string, leaves: readonly Leaf[], bare: readonly string[]): Cube {
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
	const ties = isProtected(source) ? tiesOf(leaves, bare) : null;
	const enterprise = enterpriseColumn(source);
	if (ties && enterprise !== null) columns.add(enterprise);
	const backed = (ties?.populations ?? []).map(({ key }) => key);
	return {
		ties,
		backed: new Map(backed.map((key, at) => [key, at])),
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
		shape: digest(
			JSON.stringify([keys, backed, dimensions.map((dimension) => [dimension, bindings[dimension]])])
		)
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
	const bare = new Map<string, Set<string>>();
	for (const formula of everyFormula()) {
		for (const leaf of leavesOf(formula)) {
			const place = held(leaf);
			const group = grouped.get(place.cube) ?? new Map<string, Leaf>();
			grouped.set(place.cube, group.set(leafKey(place.leaf), place.leaf));
		}
		for (const leaf of bareLeaves(formula)) {
			const place = held(leaf);
			bare.set(place.cube, (bare.get(place.cube) ?? new Set()).add(leafKey(place.leaf)));
		}
	}
	known = new Map(
		[...grouped]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([id, leaves]) => [
				id,
				cube(
					id,
					[...leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf),
					[...(bare.get(id) ?? [])]
				)
			])
	);
	return known;
}

/** The same rows in the flow that takes back what a source brings, or brings what it takes back; `null` if there is none. */
export function counterpartOf(one: Cube, population: string): { cube: string; population: string } | null {
	const leaf = one.ties?.populations.find(({ key, less }) => key === population && !less)?.leaf;
	if (!leaf) return null;
	for (const other of cubes().values()) {
		const opposite = (a: Source, b: Source): boolean => isView(a) && a.counterpart === b;
		if (!opposite(other.source, one.source) && !opposite(one.source, other.source)) continue;
		const same = leafKey({ ...leaf, source: other.source });
		if (other.backed.has(same)) return { cube: other.id, population: same };
	}
	return null;
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
