import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNumber } from '#core/rational.ts';
import type { Backing, Contributors } from '#core/suppression.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import { backings, kindsOf, packed, unpacked } from '#formula/backing.ts';
import { columnsOfFacts } from '#formula/columns.ts';
import { columnsOfBinding, type DimensionId } from '#formula/dimensions.ts';
import { count, distinct, leafKey, sum, sumProduct, type Leaf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { groupInMemory } from '#formula/memory.ts';
import { populationLeaf, tiesOf, type Population } from '#formula/populations.ts';
import { isMissing } from '#formula/reason.ts';
import type { Enrolled, Fact, Surroundings } from '#formula/source.ts';
import { among, onRoster, starts } from '#formula/test.ts';
import { parameter } from '#policy/parameters.ts';

// Protects what all withholding rests on: who stands behind a cell, against counting the rows of each by themselves.

const month = '2026-09';
const labels: Record<string, string[]> = { A: ['HNTE'], B: ['HNTE', 'SRDI'], C: ['ZGCHT'], D: [] };
const enrolled = (uscc: string): Enrolled => ({
	uscc,
	labels: labels[uscc]!,
	district: uscc < 'C' ? '110108' : '110105',
	industry: 'C39',
	size: 'CS03',
	ownership: null
});
const roster = new Map(Object.keys(labels).map((uscc) => [uscc, enrolled(uscc)]));
const input: Surroundings = {
	roster: () => roster,
	kindOf: (id) => (id === 'bank01' ? 'state' : 'city'),
	parameter
};

const loan = fc.record({
	filer: fc.constantFrom('bank01', 'bank02', 'bank03'),
	values: fc.record({
		borrower: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
		borrowerRegion: fc.constantFrom('110108', '110101'),
		guarantee: fc.constantFrom('A', 'D'),
		size: fc.constantFrom('CS01', 'CS03'),
		quality: fc.constantFrom('FQ01', 'FQ03'),
		rate: fc.option(fc.integer({ min: 0, max: 500_000 })),
		balanceCny: fc.integer({ min: 0, max: 10 ** 9 })
	})
});
const fund = fc.record({
	filer: fc.constant('pbc'),
	values: fc.record({
		institution: fc.constantFrom('bank01', 'bank02'),
		tool: fc.constantFrom('SMALL', 'JCR', 'JCT', 'RURAL'),
		amount: fc.integer({ min: 1, max: 10 ** 9 }),
		borrower: fc.option(fc.constantFrom('A', 'B', 'C')),
		keyArea: fc.option(fc.subarray(['TECH', 'GREEN'])),
		basis: fc.constant('funds_issued')
	})
});

/** Those behind each cell, by summing up the rows of every contributor apart. */
function reference(
	{ leaf, less }: Population,
	facts: readonly Fact[],
	by: readonly DimensionId[]
): Map<string, Backing> {
	const { source } = leaf;
	const whoOf = {
		bank: (fact: Fact): string =>
			dimensionsOf(source).institution!.by === 'filer' ? fact.filer : String(fact.values.institution),
		enterprise: (fact: Fact, at: number): string =>
			fact.values.borrower === null ? `row ${at}` : String(fact.values.borrower)
	};
	const valuesOf = (one: Leaf, own: readonly Fact[]): Map<string, number> =>
		new Map(
			[...groupInMemory(one, own, by, input)].map(([key, value]) => [
				key,
				isMissing(value) ? 0 : toNumber(value)
			])
		);
	const kinds = kindsOf(source).map((kind) => {
		const parts = Map.groupBy(
			facts.map((fact, at) => ({ fact, who: whoOf[kind](fact, at) })),
			({ who }) => who
		);
		const adds = new Map<string, number[]>();
		for (const part of parts.values()) {
			const own = part.map(({ fact }) => fact);
			const taken = less ? valuesOf(less, own) : new Map<string, number>();
			for (const [key, value] of valuesOf(leaf, own)) {
				const left = value - (taken.get(key) ?? 0);
				if (left !== 0) adds.set(key, [...(adds.get(key) ?? []), left]);
			}
		}
		return adds;
	});
	const all = new Set(kinds.flatMap((adds) => [...adds.keys()]));
	return new Map(
		[...all].map((key) => {
			const own = kinds.map((adds): Contributors => {
				const [first = 0, second = 0, ...rest] = (adds.get(key) ?? []).toSorted((a, b) => b - a);
				return {
					count: [first, second, ...rest].filter((one) => one > 0).length,
					first,
					two: first + second
				};
			});
			const total = (kinds.at(-1)!.get(key) ?? []).reduce((sumSoFar, one) => sumSoFar + one, 0);
			return [key, { total, kinds: own }];
		})
	);
}

function check(
	source: Dataset,
	leaves: readonly Leaf[],
	facts: readonly Fact[],
	by: readonly DimensionId[]
): void {
	const { populations } = tiesOf(
		leaves,
		leaves.map((leaf) => leafKey(populationLeaf(leaf)))
	);
	const columns = columnsOfFacts(facts, [
		...Object.keys(source.columns),
		...Object.values(dimensionsOf(source)).flatMap((one) => columnsOfBinding(one))
	]);
	const found = populations.map(() => new Map<string, Backing>());
	const sorted = [...by].sort();
	backings(source, populations, [sorted], columns, input, (_, k1, k2, all) => {
		const key = sorted.length === 2 ? `${k1}\t${k2}` : k1;
		if (/(^|\t)=/.test(key)) return;
		all.forEach((one, at) => one.total && found[at]!.set(key, one));
	});
	populations.forEach((population, at) =>
		expect(Object.fromEntries(found[at]!)).toEqual(Object.fromEntries(reference(population, facts, sorted)))
	);
}
const factsOf = (rows: readonly { filer: string; values: unknown }[]): Fact[] =>
	rows.map(({ filer, values }) => ({ filer, month, values: values as Values }));

describe('those behind a cell', () => {
	it('are counted as the rows of each bank and enterprise come to by themselves: loans', () => {
		const tech = onRoster('borrower', 'beijing');
		const leaves = [
			sum(corpLoanStock, 'balanceCny'),
			sum(corpLoanStock, 'balanceCny', [tech]),
			sum(corpLoanStock, 'balanceCny', [onRoster('borrower', 'national')]),
			sum(corpLoanStock, 'balanceCny', [tech, starts('guarantee', 'D')]),
			sum(corpLoanStock, 'balanceCny', [tech, among('quality', 'FQ03')]),
			distinct(corpLoanStock, 'borrower', [tech]),
			sumProduct(corpLoanStock, 'balanceCny', 'rate', [tech]),
			count(corpLoanStock)
		];
		fc.assert(
			fc.property(
				fc.array(loan, { maxLength: 14 }),
				fc.subarray<DimensionId>(['district', 'label', 'guarantee', 'size', 'kind', 'institution'], {
					maxLength: 2
				}),
				(rows, by) => check(corpLoanStock, leaves, factsOf(rows), by)
			),
			{ numRuns: 150, seed: 98 }
		);
	});

	it('and policy funds, whose tools are a tree and whose rows may name no enterprise', () => {
		const leaves = [sum(policyFund, 'amount'), distinct(policyFund, 'borrower')];
		fc.assert(
			fc.property(
				fc.array(fund, { maxLength: 10 }),
				fc.subarray<DimensionId>(['tool', 'keyArea', 'kind'], { maxLength: 2 }),
				(rows, by) => check(policyFund, leaves, factsOf(rows), by)
			),
			{ numRuns: 120, seed: 2022 }
		);
	});

	it('know the part of a tool that none of its sub-products holds', () => {
		const row = (tool: string, amount: number): { filer: string; values: Values } => ({
			filer: 'pbc',
			values: { institution: 'bank01', tool, amount, borrower: 'A', basis: 'funds_issued', keyArea: null }
		});
		const facts = factsOf([row('SMALL', 60), row('JCR', 40)]);
		const leaf = sum(policyFund, 'amount');
		const found = new Map<string, number>();
		backings(
			policyFund,
			[{ key: leafKey(leaf), leaf, less: null }],
			[['tool']],
			columnsOfFacts(facts, Object.keys(policyFund.columns)),
			input,
			(_, key, __, [one]) => found.set(key, one!.total)
		);
		expect(Object.fromEntries(found)).toEqual({ SMALL: 100, JCR: 40, '=SMALL': 60, '=JCR': 40 });
	});

	it('are kept as text and read back as they were', () => {
		const all: Backing[] = [
			{
				total: 7,
				kinds: [
					{ count: 2, first: 4, two: 7 },
					{ count: 1, first: 7, two: 7 }
				]
			},
			{ total: 0, kinds: [] }
		];
		const parts = packed(all).split(',');
		expect([unpacked(parts[0], 2), unpacked(parts[1], 2)]).toEqual([all[0], null]);
	});
});

describe('how leaves hang together', () => {
	const tech = onRoster('borrower', 'beijing');
	const [all, some, national, unsecured, bad] = [
		sum(corpLoanStock, 'balanceCny'),
		sum(corpLoanStock, 'balanceCny', [tech]),
		sum(corpLoanStock, 'balanceCny', [onRoster('borrower', 'national')]),
		sum(corpLoanStock, 'balanceCny', [tech, starts('guarantee', 'D')]),
		sum(corpLoanStock, 'balanceCny', [tech, among('quality', 'FQ03')])
	].map((leaf) => ({ leaf, key: leafKey(leaf) }));
	const leaves = [all!, some!, national!, unsecured!, bad!];
	const ties = tiesOf(
		leaves.map(({ leaf }) => leaf),
		[some!, unsecured!, all!, bad!, national!].map(({ key }) => key)
	);
	const pairOf = (larger: { key: string } | undefined, smaller: { key: string } | undefined) =>
		ties.pairs.find((one) => one.larger === larger!.key && one.smaller === smaller!.key);

	it('lets the lesser number give way where the difference of two would tell', () => {
		expect(pairOf(all, some)?.yields).toBe('larger');
		expect(pairOf(some, bad)?.yields).toBe('smaller');
		expect(pairOf(some, national)?.yields).toBe('smaller');
		expect(pairOf(some, all)).toBeUndefined();
	});
	it('needs no pair where the steps between already make one of the two give way', () => {
		expect(pairOf(all, bad)).toBeUndefined();
	});
	it('knows unsecured loans as the key D of loans by guarantee', () => {
		const slice = ties.slices.find(({ part }) => part === unsecured!.key);
		expect([slice?.whole, slice?.dimension, slice?.keys(month, parameter)]).toEqual([
			some!.key,
			'guarantee',
			['D']
		]);
		expect(ties.order.indexOf(unsecured!.key)).toBeLessThan(ties.order.indexOf(some!.key));
	});
});
