import { addMonths, lastMonth, monthsOf, yearToDate, type Period } from '#core/period.ts';
import { rational } from '#core/rational.ts';
import type { Values } from '#datasets/define.ts';
import type { DimensionId } from './dimensions.ts';
import { bindingOf, keysIn } from './keys.ts';
import type { Leaf } from './formula.ts';
import { missing, type Outcome } from './reason.ts';
import { isFlow, isView, type Fact, type Input, type Source, type Surroundings } from './source.ts';
import { passes, type Stored } from './test.ts';

/** A value as its column stores it. */
export function storedForm(value: Values[string] | undefined): Stored {
	if (value === undefined || value === null) return null;
	if (typeof value === 'boolean') return value ? 1 : 0;
	return typeof value === 'object' ? value.join(',') : value;
}

/** The rows of a source for one month. */
export const factsIn = (input: Input, source: Source, month: Period): readonly Fact[] =>
	isView(source) ? source.rows(input, month) : input.rows(source, month);

/** The first month any source of these datasets speaks of; toDate sums start there. */
export function firstMonthOf(input: Input, source: Source, upTo: Period): Period {
	const months = (isView(source) ? source.from : [source]).flatMap((one) =>
		input.months(one, upTo).slice(0, 1)
	);
	return months.sort()[0] ?? upTo;
}

/** The months whose rows a leaf takes in for a period. */
export function monthsFor(leaf: Leaf, period: Period, first: () => Period): readonly Period[] {
	const last = lastMonth(period);
	if (!isFlow(leaf.source)) return [last];
	if (leaf.span === 'yearToDate') return yearToDate(period);
	if (leaf.span === 'period') return monthsOf(period);
	const out: Period[] = [];
	for (let at = first(); at <= last; at = addMonths(at, 1)) out.push(at);
	return out;
}

/** Breaks a leaf down over rows held in memory: keys joined by a tab → value. The reference for the other evaluators. */
export function groupInMemory(
	leaf: Leaf,
	facts: readonly Fact[],
	by: readonly DimensionId[],
	input: Surroundings
): Map<string, Outcome> {
	const bindings = by.map((dimension) => bindingOf(leaf.source, dimension));
	const groups = new Map<string, Fact[]>();
	for (const fact of facts) {
		const roster = input.roster(fact.month);
		const reading = {
			cell: (column: string) => storedForm(fact.values[column]),
			filer: fact.filer,
			enrolled: (uscc: string) => roster.get(uscc),
			kindOf: (id: string) => input.kindOf(id)
		};
		let paths: string[][] = [[]];
		for (const binding of bindings) {
			const keys = keysIn(binding, reading);
			paths = paths.flatMap((path) => keys.map((key) => [...path, key]));
		}
		for (const path of paths) {
			const key = path.join('\t');
			const group = groups.get(key);
			if (group) group.push(fact);
			else groups.set(key, [fact]);
		}
	}
	if (!by.length && !groups.has('')) groups.set('', []);
	return new Map([...groups].map(([key, rows]) => [key, aggregate(leaf, rows, input)]));
}

/** One leaf over rows. Sums and counts of no rows are 0; a least, greatest or middle value of none does not exist. */
function aggregate(leaf: Leaf, facts: readonly Fact[], input: Surroundings): Outcome {
	const passed = facts.filter((fact) => {
		const roster = input.roster(fact.month);
		const cell = (column: string): Stored => storedForm(fact.values[column]);
		return leaf.where.every((test) =>
			passes(test, cell, (uscc) => roster.get(uscc), fact.month, input.parameter)
		);
	});
	if (leaf.op === 'count') return rational(passed.length);
	const column = leaf.column!;
	const values = passed.map((fact) => storedForm(fact.values[column])).filter((value) => value !== null);
	switch (leaf.op) {
		case 'sum':
			return { n: values.reduce((total, value) => total + BigInt(value), 0n), d: 1n };
		case 'distinct':
			return rational(new Set(values).size);
		case 'sumProduct': {
			let total = 0n;
			for (const { values: row } of passed) {
				const [a, b] = [storedForm(row[column]), storedForm(row[leaf.weight!])];
				if (a !== null && b !== null) total += BigInt(a) * BigInt(b);
			}
			return { n: total, d: 1n };
		}
		default:
			return ranked(leaf.op, values.map(Number));
	}
}

/** The least, greatest or middle of whole numbers; of an even count the mean of the middle two. */
export function ranked(op: 'minimum' | 'maximum' | 'median', values: number[]): Outcome {
	if (!values.length) return missing('no-rows');
	values.sort((a, b) => a - b);
	if (op === 'minimum') return rational(values[0]!);
	if (op === 'maximum') return rational(values.at(-1)!);
	return rational(values[(values.length - 1) >> 1]! + values[values.length >> 1]!, 2);
}

/** One leaf at a period over an input, broken down. */
export function leafInMemory(
	leaf: Leaf,
	period: Period,
	by: readonly DimensionId[],
	input: Input
): Map<string, Outcome> {
	const months = monthsFor(leaf, period, () => firstMonthOf(input, leaf.source, lastMonth(period)));
	return groupInMemory(
		leaf,
		months.flatMap((month) => factsIn(input, leaf.source, month)),
		by,
		input
	);
}
