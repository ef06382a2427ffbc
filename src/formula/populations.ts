import { filled, not, switchedOn, type Test } from './test.ts';
import type { Binding, DimensionId } from './dimensions.ts';
import { leafKey, type Leaf } from './formula.ts';
import { dimensionsOf } from './keys.ts';
import type { Source } from './source.ts';
import type { Period } from '#core/period.ts';
import type { ParameterLookUp } from '#policy/parameters.ts';

/** Rows whose contributors decide whether what is made of them may be shown. */
export interface Population {
	readonly key: string;
	readonly leaf: Leaf;
	/** Rows taken away again: what two shown numbers leave between them. */
	readonly less: Leaf | null;
}

/** The column that names the enterprise behind a row, if there is one. */
export const enterpriseColumn = ({ columns }: Source): string | null =>
	'borrower' in columns ? 'borrower' : 'uscc' in columns ? 'uscc' : null;

/** Whether numbers from a source can tell of single banks or enterprises, and are not public anyway. */
export const isProtected = (source: Source): boolean =>
	!source.disclosed && (dimensionsOf(source).institution !== undefined || enterpriseColumn(source) !== null);

/** The leaf whose rows stand behind another: a mean's weights behind its products, the rows counted behind a middle value. */
export function populationLeaf(leaf: Leaf): Leaf {
	if (leaf.op === 'sumProduct')
		return { ...leaf, op: 'sum', weight: null, where: [...leaf.where, filled(leaf.weight!)] };
	if (leaf.op === 'median' || leaf.op === 'minimum' || leaf.op === 'maximum')
		return { ...leaf, op: 'count', column: null, where: [...leaf.where, filled(leaf.column!)] };
	return leaf;
}

/** Two numbers of which one takes in all the other does. */
export interface Pair {
	readonly larger: string;
	readonly smaller: string;
	/** What lies between them, step by step; each step a population of its own, or where things are counted once the difference of two counts. */
	readonly between: readonly { readonly larger: string; readonly smaller: string; readonly key: string }[];
	/** Which of them gives way where what is between them may not be known. */
	readonly yields: 'larger' | 'smaller';
}

/** One number that is a part of another's breakdown: unsecured loans are the key D of loans by guarantee. */
export interface Slice {
	readonly whole: string;
	readonly part: string;
	readonly dimension: DimensionId;
	readonly keys: (month: Period, parameter: ParameterLookUp) => readonly string[];
}

/** What must be known of the leaves of one source before any is withheld. */
export interface Ties {
	readonly populations: readonly Population[];
	readonly pairs: readonly Pair[];
	/** Populations withheld together, true zeros too: each could be told from the other and what both change. */
	readonly siblings: readonly (readonly [string, string])[];
	readonly slices: readonly Slice[];
	/** By key, those that give way first. */
	readonly order: readonly string[];
}

const text = (test: Test): string => JSON.stringify(test);

/** Whether every row that passes the first test passes the second. */
function implies(one: Test, other: Test, source: Source): boolean {
	if (text(one) === text(other)) return true;
	if (one.is === 'roster' && other.is === 'roster')
		return one.column === other.column && one.scope === 'national';
	if (one.is !== 'among' || other.is !== 'among' || one.column !== other.column) return false;
	const list = source.columns[one.column]?.list;
	return one.values.every(
		(value) =>
			other.values.includes(value) || other.values.includes(list?.at.get(String(value))?.parent ?? '')
	);
}

const within = (smaller: Leaf, larger: Leaf): boolean =>
	larger.where.every((test) => smaller.where.some((own) => implies(own, test, larger.source)));

const alike = (a: Leaf, b: Leaf): boolean => a.op === b.op && a.column === b.column && a.span === b.span;

/** Whether two leaves differ in one test alone, which one has and the other has not. */
function areOpposite(a: Leaf, b: Leaf): boolean {
	if (!alike(a, b)) return false;
	const [ofA, ofB] = [a, b].map(({ where }) => new Set(where.map(text)));
	const [onlyA, onlyB] = [
		a.where.filter((test) => !ofB!.has(text(test))),
		b.where.filter((test) => !ofA!.has(text(test)))
	];
	const [x, y] = [onlyA[0], onlyB[0]];
	if (!x || !y || onlyA.length > 1 || onlyB.length > 1) return false;
	return text(x) === text(not(y)) || text(y) === text(not(x));
}

/** The keys of a dimension that a test picks out; `null` if it asks something else. */
function keysPicked(
	test: Test,
	binding: Binding,
	month: Period,
	parameter: ParameterLookUp
): readonly string[] | null {
	if (test.is === 'any') {
		const all = test.of.map((one) => keysPicked(one, binding, month, parameter));
		return all.every((one) => one !== null) ? all.flat() : null;
	}
	if (test.is === 'when')
		return switchedOn(test.parameter, month, parameter) ? keysPicked(test.of, binding, month, parameter) : [];
	if (test.is === 'among' && (binding.by === 'column' || binding.by === 'codes'))
		return test.column === binding.column ? test.values.map(String) : null;
	if (test.is === 'starts' && binding.by === 'prefix')
		return test.column === binding.column && test.prefix.length === binding.length ? [test.prefix] : null;
	return null;
}

function slicesOf(whole: Leaf, part: Leaf): Slice[] {
	const known = new Set(whole.where.map(text));
	const more = part.where.filter((test) => !known.has(text(test)));
	const [test] = more;
	if (!test || more.length > 1 || part.where.length !== whole.where.length + 1) return [];
	return Object.entries(dimensionsOf(whole.source)).flatMap(([dimension, binding]): Slice[] => {
		const picks = (month: Period, parameter: ParameterLookUp) => keysPicked(test, binding, month, parameter);
		const always: ParameterLookUp = () => ({ n: 1n, d: 1n });
		if (picks('2022-10', always) === null) return [];
		return [
			{
				whole: leafKey(whole),
				part: leafKey(part),
				dimension: dimension as DimensionId,
				keys: (month, parameter) => picks(month, parameter) ?? []
			}
		];
	});
}

/**
 * How the leaves of one source hang together. What lies between two numbers is safe if every step between them is;
 * a pair whose steps already make one of the two give way is left out. `bare` are those that are shown by themselves, the most important first;
 * the weights of a mean are not, and nothing can be told from them by subtraction.
 */
export function tiesOf(leaves: readonly Leaf[], bare: readonly string[]): Ties {
	const populations = new Map<string, Population>();
	for (const leaf of leaves.map(populationLeaf))
		populations.set(leafKey(leaf), { key: leafKey(leaf), leaf, less: null });
	const own = [...populations.values()];
	const rank = new Map(bare.map((key, at) => [key, at]));
	// What is a part of another's breakdown is decided before it, and so gives way.
	const slices = own.flatMap((whole) =>
		own.flatMap((part) => (alike(whole.leaf, part.leaf) ? slicesOf(whole.leaf, part.leaf) : []))
	);
	for (const { whole, part } of slices)
		if (rank.has(whole) && rank.has(part) && rank.get(part)! < rank.get(whole)!)
			rank.set(part, rank.get(whole)! + 0.5);
	const rankOf = (key: string): number => rank.get(key) ?? bare.length;
	const nested = own.flatMap((larger) =>
		own
			.filter(
				(smaller) =>
					larger !== smaller &&
					rank.has(larger.key) &&
					rank.has(smaller.key) &&
					alike(larger.leaf, smaller.leaf) &&
					within(smaller.leaf, larger.leaf)
			)
			.map((smaller) => ({ larger, smaller }))
	);
	const yieldsOf = (larger: Population, smaller: Population): Pair['yields'] =>
		rankOf(larger.key) > rankOf(smaller.key) ? 'larger' : 'smaller';
	const isNested = (a: Population, b: Population): boolean =>
		nested.some(({ larger, smaller }) => larger === a && smaller === b);
	/** From the larger down to the smaller, step by step, with nothing in between. */
	const steps = (larger: Population, smaller: Population): (readonly [Population, Population])[] => {
		const middle = own.find((one) => isNested(larger, one) && isNested(one, smaller));
		return middle ? [...steps(larger, middle), ...steps(middle, smaller)] : [[larger, smaller]];
	};
	const pairs = nested.flatMap(({ larger, smaller }): Pair[] => {
		const all = steps(larger, smaller);
		const settled = own.some(
			(middle) =>
				isNested(larger, middle) &&
				isNested(middle, smaller) &&
				yieldsOf(larger, middle) === 'larger' &&
				yieldsOf(middle, smaller) === 'smaller'
		);
		if (settled) return [];
		const between = all.map(([a, b]) => ({ larger: a.key, smaller: b.key, key: `${a.key} less ${b.key}` }));
		for (const [a, b] of all)
			if (a.leaf.op !== 'distinct') {
				const key = `${a.key} less ${b.key}`;
				populations.set(key, { key, leaf: a.leaf, less: b.leaf });
			}
		return [{ larger: larger.key, smaller: smaller.key, between, yields: yieldsOf(larger, smaller) }];
	});
	const siblings = own.flatMap((a, at) =>
		own
			.slice(at + 1)
			.filter((b) => areOpposite(a.leaf, b.leaf))
			.map((b) => [a.key, b.key] as const)
	);
	return {
		populations: [...populations.values()],
		pairs,
		siblings,
		slices,
		order: own.map(({ key }) => key).sort((a, b) => rankOf(b) - rankOf(a) || (a < b ? -1 : 1))
	};
}
