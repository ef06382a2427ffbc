import type { ParameterId } from '#policy/parameters.ts';
import type { ColumnsOf, Scope, Source } from './source.ts';
import { scoped, type Test } from './test.ts';

/** One aggregate of the rows of a source: what cells hold. */
export interface Leaf {
	readonly is: 'leaf';
	readonly op: 'sum' | 'count' | 'distinct' | 'sumProduct' | 'minimum' | 'maximum' | 'median';
	readonly source: Source;
	/** The column summed up; `null` only for `count`. */
	readonly column: string | null;
	/** The second column of a `sumProduct`. */
	readonly weight: string | null;
	readonly where: readonly Test[];
	/** `period`: the period itself; `yearToDate`: January to its last month; `toDate`: everything so far. */
	readonly span: 'period' | 'yearToDate' | 'toDate';
}

export type Shift = 'previous' | 'yearEarlier' | 'yearEndBefore' | 'lastMonth';

/** An indicator's arithmetic as a tree. */
export type Formula =
	| Leaf
	| { readonly is: 'ratio'; readonly of: readonly [Formula, Formula] }
	| { readonly is: 'difference'; readonly of: readonly [Formula, Formula] }
	| { readonly is: 'plus'; readonly of: readonly Formula[] }
	/** A dated parameter's value on the period's last day. */
	| { readonly is: 'parameter'; readonly id: ParameterId }
	| { readonly is: 'constant'; readonly n: number; readonly d: number }
	| { readonly is: 'product'; readonly of: readonly [Formula, Formula] }
	/** The greater of the formula and zero. */
	| { readonly is: 'positive'; readonly of: Formula }
	/** Months of the year after the period. */
	| { readonly is: 'monthsLeft' }
	/** The same formula at another period: one earlier, a year earlier, the last year-end, or the period's last month. */
	| { readonly is: 'at'; readonly when: Shift; readonly of: Formula }
	/** The total, whatever the breakdown asked for. */
	| { readonly is: 'overall'; readonly of: Formula };

type Where<S> = readonly Test<ColumnsOf<S>>[];
const leaf = (
	op: Leaf['op'],
	source: Source,
	column: string | null,
	where: readonly Test[] = [],
	weight: string | null = null
): Leaf => ({ is: 'leaf', op, source, column, weight, where, span: 'period' });

/** Σ of a column. */
export const sum = <S extends Source>(source: S, column: ColumnsOf<S>, where: Where<S> = []): Leaf =>
	leaf('sum', source, column, where);
/** Number of rows. */
export const count = <S extends Source>(source: S, where: Where<S> = []): Leaf =>
	leaf('count', source, null, where);
/** Number of different values of a column; never added across keys or months. */
export const distinct = <S extends Source>(source: S, column: ColumnsOf<S>, where: Where<S> = []): Leaf =>
	leaf('distinct', source, column, where);
/** Σ of the product of two columns, over rows that have both. */
export const sumProduct = <S extends Source>(
	source: S,
	column: ColumnsOf<S>,
	weight: ColumnsOf<S>,
	where: Where<S> = []
): Leaf => leaf('sumProduct', source, column, where, weight);
export const least = <S extends Source>(source: S, column: ColumnsOf<S>, where: Where<S> = []): Leaf =>
	leaf('minimum', source, column, where);
export const greatest = <S extends Source>(source: S, column: ColumnsOf<S>, where: Where<S> = []): Leaf =>
	leaf('maximum', source, column, where);
/** The middle value; of an even number of rows the mean of the middle two. */
export const median = <S extends Source>(source: S, column: ColumnsOf<S>, where: Where<S> = []): Leaf =>
	leaf('median', source, column, where);

export const ratio = (top: Formula, bottom: Formula): Formula => ({ is: 'ratio', of: [top, bottom] });
export const difference = (a: Formula, b: Formula): Formula => ({ is: 'difference', of: [a, b] });
export const plus = (...of: Formula[]): Formula => ({ is: 'plus', of });
export const product = (a: Formula, b: Formula): Formula => ({ is: 'product', of: [a, b] });
export const parameterValue = (id: ParameterId): Formula => ({ is: 'parameter', id });
export const constant = (n: number, d = 1): Formula => ({ is: 'constant', n, d });
export const positive = (of: Formula): Formula => ({ is: 'positive', of });
export const previousPeriod = (of: Formula): Formula => ({ is: 'at', when: 'previous', of });
export const yearEarlier = (of: Formula): Formula => ({ is: 'at', when: 'yearEarlier', of });
export const yearEndBefore = (of: Formula): Formula => ({ is: 'at', when: 'yearEndBefore', of });
/** The formula for the period's last month alone. */
export const inLastMonth = (of: Formula): Formula => ({ is: 'at', when: 'lastMonth', of });
export const monthsLeft: Formula = { is: 'monthsLeft' };
export const overall = (of: Formula): Formula => ({ is: 'overall', of });

/** A flow of the last three months, divided by three: its pace. */
export const pace = (of: Formula): Formula =>
	inLastMonth(ratio(plus(of, previousPeriod(of), previousPeriod(previousPeriod(of))), constant(3)));

/** V ÷ V a year earlier − 1. */
export const yearOnYear = (of: Formula): Formula => difference(ratio(of, yearEarlier(of)), constant(1));

/** Σ(value × weight) ÷ Σ weight over rows that have a value. */
export function weightedMean<S extends Source>(
	source: S,
	value: ColumnsOf<S>,
	weight: ColumnsOf<S>,
	where: Where<S> = []
): Formula {
	const filled: Test<ColumnsOf<S>> = { is: 'filled', column: value };
	return ratio(sumProduct(source, weight, value, where), sum(source, weight, [...where, filled]));
}

const spans: Readonly<Record<Leaf['span'], WeakMap<Formula, Formula>>> = {
	period: new WeakMap(),
	yearToDate: new WeakMap(),
	toDate: new WeakMap()
};

/** The formula with another span in every leaf that adds up over a year; the same tree each time it is asked for. */
export function spanning(formula: Formula, span: Leaf['span']): Formula {
	let found = spans[span].get(formula);
	if (!found) {
		found = mapLeaves(formula, (one) =>
			one.source.nature === 'flow' && one.span === 'period' ? { ...one, span } : one
		);
		spans[span].set(formula, found);
	}
	return found;
}
/** January to the period's last month, each month counted once. */
export const yearToDate = (formula: Formula): Formula => spanning(formula, 'yearToDate');
/** Everything so far. */
export const toDate = (formula: Formula): Formula => spanning(formula, 'toDate');

/** The tree with every leaf replaced. */
export function mapLeaves(formula: Formula, change: (leaf: Leaf) => Leaf): Formula {
	switch (formula.is) {
		case 'leaf':
			return change(formula);
		case 'parameter':
		case 'constant':
		case 'monthsLeft':
			return formula;
		case 'plus':
			return { ...formula, of: formula.of.map((one) => mapLeaves(one, change)) };
		case 'ratio':
		case 'difference':
		case 'product':
			return { ...formula, of: [mapLeaves(formula.of[0], change), mapLeaves(formula.of[1], change)] };
		default:
			return { ...formula, of: mapLeaves(formula.of, change) };
	}
}

/** Every leaf of the tree, in reading order; with `outer`, only those outside `overall`. */
export function leavesOf(formula: Formula, outer = false): Leaf[] {
	switch (formula.is) {
		case 'leaf':
			return [formula];
		case 'parameter':
		case 'constant':
		case 'monthsLeft':
			return [];
		case 'plus':
		case 'ratio':
		case 'difference':
		case 'product':
			return formula.of.flatMap((one) => leavesOf(one, outer));
		case 'overall':
			return outer ? [] : leavesOf(formula.of);
		default:
			return leavesOf(formula.of, outer);
	}
}

const inScopes: Readonly<Record<Scope, WeakMap<Formula, Formula>>> = {
	beijing: new WeakMap(),
	national: new WeakMap()
};

/** The tree with the scope of the question filled in; the same tree each time it is asked for. */
export function inScope(formula: Formula, scope: Scope): Formula {
	let found = inScopes[scope].get(formula);
	if (!found) {
		found = mapLeaves(formula, (one) => ({ ...one, where: one.where.map((test) => scoped(test, scope)) }));
		inScopes[scope].set(formula, found);
	}
	return found;
}

const keys = new WeakMap<Leaf, string>();

/** What tells a leaf from another: two leaves with the same text are the same aggregate. */
export function leafKey(one: Leaf): string {
	let key = keys.get(one);
	if (key === undefined) {
		key = JSON.stringify([one.op, one.source.id, one.column, one.weight, one.where, one.span]);
		keys.set(one, key);
	}
	return key;
}

/** Whether values of several months can be added to that of all of them. */
export const isAdditive = (one: Leaf): boolean =>
	one.op === 'sum' || one.op === 'count' || one.op === 'sumProduct';
