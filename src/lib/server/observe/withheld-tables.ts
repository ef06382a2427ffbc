import type { Period } from '#core/period.ts';
import {
	hideInLine,
	hideInTree,
	isNothing,
	together,
	unsafe,
	type Backing,
	type Branch,
	type Cell,
	type Limits,
	type Unsafe
} from '#core/suppression.ts';
import { hideInTable, type TableCell } from '#core/suppression-table.ts';
import { kindsOf, ownPart } from '#formula/backing.ts';
import { isTree, type DimensionId } from '#formula/dimensions.ts';
import { bindingOf, dimensionsOf } from '#formula/keys.ts';
import type { ParameterLookUp } from '#policy/parameters.ts';
import type { Ledger } from '../ledger/open.ts';
import { backingOf, backingOfPairs, type Backed } from '../warehouse/backing.ts';
import { counterpartOf, cubes, type Cube } from '../warehouse/cubes.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { lostBefore, totalIsShown } from './withheld-months.ts';

/** Why a number is withheld on its own account, or because another could be told from it. */
export type Why = Unsafe | 'complement';

/** What is withheld of one table, for one population. */
export interface Hidden {
	/** Keys joined by a tab → why. True zeros are not among them. */
	readonly keys: ReadonlyMap<string, Why>;
	/** Keys withheld even where they hold nothing. */
	readonly strict: ReadonlySet<string>;
	/** All of it, zeros too. */
	readonly all: boolean;
}

/** One source over a month, or over months of which only the sum is shown, and by which rules its numbers are withheld. */
export interface Span {
	readonly ledger: Ledger;
	readonly limits: Limits;
	readonly parameter: ParameterLookUp;
	readonly cube: Cube;
	/** In order; of one year. */
	readonly months: readonly Period[];
}

/** No dimension, one, or two in order. */
export type Dimensions = readonly [] | readonly [DimensionId] | readonly [DimensionId, DimensionId];

const nothing: Backing = { total: 0, kinds: [] };

function backedBy({ ledger, cube, months }: Span, dims: Dimensions): Backed {
	const [a, b] = dims;
	const tables = months.map((month) =>
		b !== undefined && a !== undefined
			? backingOfPairs(ledger, cube, month, [a, b])
			: backingOf(ledger, cube, month, a ?? null)
	);
	const [only, ...others] = tables;
	if (only && !others.length) return only;
	// Over several months the same contributors may come again: the worst is assumed.
	const apart = kindsOf(cube.source).map(() => false);
	const at = (key: string) => (population: string) => {
		const parts = tables.flatMap((table) => table.get(key)?.(population) ?? []);
		return parts.length ? together(parts, apart) : null;
	};
	return new Map(
		[...new Set(tables.flatMap((table) => [...table.keys()]))].sort().map((key) => [key, at(key)])
	);
}

/** Whether what two numbers leave between them may be known: nothing at all, or enough contributors of enough balance. */
function isOpen(
	backed: Backed,
	key: string,
	step: { larger: string; smaller: string; key: string },
	{ cube, limits }: Span
): boolean {
	const at = backed.get(key);
	if (!at) return true;
	if (cube.backed.has(step.key)) return unsafe(at(step.key) ?? nothing, limits) === null;
	const left = (at(step.larger)?.total ?? 0) - (at(step.smaller)?.total ?? 0);
	return left <= 0 || left >= limits.below;
}

/** Whether a number has to give way because, with another that is shown, it tells what lies between them. */
function givesWay(of: Span, dims: Dimensions, backed: Backed, population: string, key: string): boolean {
	return (of.cube.ties?.pairs ?? []).some(({ larger, smaller, between, yields }) => {
		if (population !== larger && population !== smaller) return false;
		if (between.every((step) => isOpen(backed, key, step, of))) return false;
		const [own, other] = population === larger ? ['larger', smaller] : ['smaller', larger];
		// The other gives way; where it could not, having nothing to hide behind, this one must.
		return own === yields || !hides(hiddenIn(of, dims, other!), key);
	});
}

/** Whether a table withholds what it holds under a key. */
export const hides = ({ keys, all }: Hidden, key: string): boolean => all || keys.has(key);

/** What another leaf's table has decided already about some keys: numbers that are the same in both. */
function decided(of: Span, dims: Dimensions, population: string): (key: string) => 'hidden' | 'shown' | null {
	const found = (of.cube.ties?.slices ?? [])
		.filter(
			(slice) => slice.whole === population && (dims as readonly DimensionId[]).includes(slice.dimension)
		)
		.map(({ part, dimension, keys }) => ({
			at: (dims as readonly DimensionId[]).indexOf(dimension),
			picked: new Set(keys(of.months.at(-1)!, of.parameter)),
			table: hiddenIn(of, dims, part)
		}));
	return (key) => {
		const one = found.find(({ at, picked }) => picked.has(key.split('\t')[at]!));
		return one ? (hides(one.table, key) ? 'hidden' : 'shown') : null;
	};
}

/** By kind of contributor: whether none stands under two keys of a dimension. */
const apartBy = ({ cube }: Span, dimension: DimensionId): boolean[] =>
	kindsOf(cube.source).map(
		(kind) => kind === 'bank' && (dimension === 'institution' || dimension === 'kind')
	);

interface Given {
	readonly backed: Backed;
	readonly population: string;
	readonly withheld: (key: string) => boolean;
	readonly known: (key: string) => boolean;
}
const whyOf = (backing: Backing, limits: Limits): Why => unsafe(backing, limits) ?? 'complement';

function hiddenTotal({ limits }: Span, { backed, population, withheld }: Given): Omit<Hidden, 'strict'> {
	const own = backed.get('')?.(population) ?? nothing;
	const hidden = !isNothing(own) && (unsafe(own, limits) !== null || withheld(''));
	return { keys: new Map(hidden ? [['', whyOf(own, limits)]] : []), all: false };
}

function hiddenLine(of: Span, dimension: DimensionId, given: Given): Omit<Hidden, 'strict'> {
	const { backed, population, withheld, known } = given;
	const { limits } = of;
	const before = lostBefore(of, dimension, population);
	const cells = new Map(
		[...backed].flatMap(([key, at]): [string, Cell][] => {
			const backing = at(population);
			if (!backing) return [];
			const flags = { withheld: withheld(key), known: known(key), preferred: before.has(key) };
			return [[key, { key, backing, unprinted: key.startsWith(ownPart), ...flags }]];
		})
	);
	const sumShown = totalIsShown(of, population);
	const line = { sumShown, limits, apart: apartBy(of, dimension) };
	const binding = bindingOf(of.cube.source, dimension);
	const found = isTree(binding)
		? hideInTree(
				treeOf(cells, (key) => binding.list.at.get(key)?.parent ?? null),
				line
			)
		: hideInLine([...cells.values()], line);
	const keys = [...found.keys].filter((key) => !key.startsWith(ownPart));
	return {
		keys: new Map(keys.map((key) => [key, whyOf(cells.get(key)!.backing, limits)])),
		all: found.zeros
	};
}

/** Cells as a tree: under each code the codes below it, and its own part. */
function treeOf(cells: ReadonlyMap<string, Cell>, parentOf: (key: string) => string | null): Branch[] {
	const above = (key: string): string | null => {
		if (key.startsWith(ownPart)) return key.slice(ownPart.length);
		const parent = parentOf(key);
		return parent !== null && cells.has(parent) ? parent : null;
	};
	const below = (parent: string | null): Branch[] =>
		[...cells.values()]
			.filter(({ key }) => above(key) === parent)
			.map((cell) => ({ ...cell, children: below(cell.key) }));
	return below(null);
}

function hiddenPairs(
	of: Span,
	[a, b]: readonly [DimensionId, DimensionId],
	given: Given
): Omit<Hidden, 'strict'> {
	const { backed, population, withheld, known } = given;
	const [down, across] = [hiddenIn(of, [a], population), hiddenIn(of, [b], population)];
	if (down.all || across.all) return { keys: new Map(), all: true };
	const cells = [...backed].flatMap(([key, at]): TableCell[] => {
		const backing = at(population);
		const [row = '', column = ''] = key.split('\t');
		return backing ? [{ row, column, backing, withheld: withheld(key), known: known(key) }] : [];
	});
	const marginsOf = (keys: Iterable<string>, hidden: Hidden) =>
		[...new Set(keys)].sort().map((key) => ({ key, shown: !hides(hidden, key) }));
	const found = hideInTable({
		rows: marginsOf(
			cells.map(({ row }) => row),
			down
		),
		columns: marginsOf(
			cells.map(({ column }) => column),
			across
		),
		sumShown: totalIsShown(of, population),
		cells,
		limits: of.limits,
		apartInRow: apartBy(of, b),
		apartInColumn: apartBy(of, a)
	});
	const backingAt = (key: string): Backing => backed.get(key)?.(population) ?? nothing;
	return {
		keys: new Map([...found.keys].map((key) => [key, whyOf(backingAt(key), of.limits)])),
		all: found.all
	};
}

/** One population's table with some more keys withheld than its own rules ask for. */
function alone(
	of: Span,
	dims: Dimensions,
	population: string,
	more: ReadonlySet<string>
): Omit<Hidden, 'strict'> {
	const backed = backedBy(of, dims);
	const fixed = decided(of, dims, population);
	const given: Given = {
		backed,
		population,
		withheld: (key) =>
			more.has(key) || fixed(key) === 'hidden' || givesWay(of, dims, backed, population, key),
		known: (key) => fixed(key) === 'shown'
	};
	const [a, b] = dims;
	if (a === undefined) return hiddenTotal(of, given);
	return b === undefined ? hiddenLine(of, a, given) : hiddenPairs(of, [a, b], given);
}

/** The populations that are withheld together with this one. */
function siblingsOf(of: Span, population: string): readonly { of: Span; population: string }[] {
	const within = (of.cube.ties?.siblings ?? []).flatMap((pair) =>
		pair.includes(population) ? pair.filter((one) => one !== population) : []
	);
	const opposite = counterpartOf(of.cube, population);
	const cube = opposite && cubes().get(opposite.cube);
	return [
		...within.map((one) => ({ of, population: one })),
		...(cube ? [{ of: { ...of, cube }, population: opposite.population }] : [])
	];
}

/** What is withheld of one table of a month or some months, for one population: with its siblings the same keys in all of them. */
export function hiddenIn(of: Span, dims: Dimensions, population: string): Hidden {
	const { ledger, cube, months, limits } = of;
	const rules = `${limits.below} ${limits.one.n}/${limits.one.d} ${limits.two.n}/${limits.two.d}`;
	const name = `withheld ${rules} ${cube.id} ${months.join('+')} ${dims.join()} ${cube.backed.get(population)}`;
	return sinceChange(ledger, name, () => {
		const group = [{ of, population }, ...siblingsOf(of, population)].filter((one) =>
			dims.every((dimension) => dimensionsOf(one.of.cube.source)[dimension] !== undefined)
		);
		let keys = new Set<string>();
		for (;;) {
			const tables = group.map((one) => alone(one.of, dims, one.population, keys));
			const all = new Set([...keys, ...tables.flatMap((table) => [...table.keys.keys()])]);
			const [own] = tables;
			if (group.length > 1 && all.size > keys.size) {
				keys = all;
				continue;
			}
			const strict = group.length > 1 ? all : new Set<string>();
			return { keys: own!.keys, strict, all: tables.some((table) => table.all) };
		}
	});
}
