import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	hideInLine,
	hideInTree,
	together,
	unsafe,
	type Backing,
	type Branch,
	type Cell,
	type Limits
} from '#core/suppression.ts';
import { couldDiffer, isDetermined, reduce, type Sum } from '../fixtures/determined.ts';

// Protects promise 6 at its root: of what a line or tree of cells shows, nothing hidden can be worked out.

const limits: Limits = { below: 3, one: { n: 7, d: 10 }, two: { n: 85, d: 100 } };
/** What contributors of one kind add, one number each. */
const behind = (...adds: number[]): Backing => {
	const [first = 0, second = 0] = adds.toSorted((a, b) => b - a);
	const total = adds.reduce((sum, one) => sum + one, 0);
	return { total, kinds: [{ count: adds.length, first, two: first + second }] };
};
const cell = (key: string, ...adds: number[]): Cell => ({ key, backing: behind(...adds) });
const line = { sumShown: true, limits, apart: [true] };
const hidden = (cells: readonly Cell[], over: Partial<typeof line> = {}): string[] =>
	[...hideInLine(cells, { ...line, ...over }).keys].sort();

describe('F1: fewer than three', () => {
	it('hides one and two contributors, shows three and a true zero', () => {
		expect(unsafe(behind(40), limits)).toBe('few');
		expect(unsafe(behind(40, 60), limits)).toBe('few');
		expect(unsafe(behind(30, 30, 40), limits)).toBeNull();
		expect(unsafe(behind(), limits)).toBeNull();
	});
	it('asks every kind: five enterprises of two banks are two', () => {
		const both = (banks: Backing, enterprises: Backing): Backing => ({
			total: banks.total,
			kinds: [...banks.kinds, ...enterprises.kinds]
		});
		expect(unsafe(both(behind(50, 50), behind(20, 20, 20, 20, 20)), limits)).toBe('few');
		expect(unsafe(both(behind(30, 30, 40), behind(50, 50)), limits)).toBe('few');
		expect(unsafe(both(behind(30, 30, 40), behind(20, 20, 20, 20, 20)), limits)).toBeNull();
	});
});

describe('F2: one or two with too much', () => {
	it('hides above 70 % and 85 %, not at them', () => {
		// 70 of 100, the next two with 15 each: 70 % and 85 % to the point.
		expect(unsafe(behind(70, 15, 15), limits)).toBeNull();
		// 63 of 90 is 70 %, though 0.7 × 90 is a hair below 63 in binary; two have 63 + 13 = 76 of 90, 84.4 %.
		expect(unsafe(behind(63, 13, 13, 1), limits)).toBeNull();
		expect(unsafe(behind(71, 15, 14), limits)).toBe('dominated');
		// 60 + 26 = 86 of 100.
		expect(unsafe(behind(60, 26, 14), limits)).toBe('dominated');
	});
	it('follows the limits it is given', () => {
		expect(unsafe(behind(60, 26, 14), { ...limits, two: { n: 9, d: 10 } })).toBeNull();
		expect(unsafe(behind(25, 25, 25, 25), { ...limits, below: 5 })).toBe('few');
	});
	it('takes several as one: apart they add up, otherwise the worst is assumed', () => {
		const [a, b] = [behind(10, 5), behind(20)];
		expect(together([a, b], [true])).toEqual({ total: 35, kinds: [{ count: 3, first: 20, two: 30 }] });
		expect(together([a, b], [false])).toEqual({ total: 35, kinds: [{ count: 2, first: 30, two: 35 }] });
	});
});

describe('F3: a line', () => {
	const even = (key: string, of: number): Cell => cell(key, of / 4, of / 4, of / 4, of / 4);
	it('takes the next smallest with a lone hidden cell', () => {
		// 5 = total − (10 + 50 + 100) unless 10 goes too; 5 + 10 = 15, of which the largest has 4.
		expect(hidden([cell('a', 4, 1), even('b', 10), even('c', 50), even('d', 100)])).toEqual(['a', 'b']);
	});
	it('hides nothing where all may be shown, and no true zero', () => {
		expect(hidden([even('a', 10), even('b', 20)])).toEqual([]);
		expect(hidden([cell('a', 4, 1), cell('z'), even('c', 50)])).toEqual(['a', 'c']);
	});
	it('lets two hidden ones be as long as together they are enough', () => {
		// 2 + 1 contributors, 10 each: three together, none with more than a third.
		expect(hidden([cell('a', 10, 10), cell('b', 10), even('c', 100)])).toEqual(['a', 'b']);
		// One bank in each: two together are still few.
		expect(hidden([cell('a', 10), cell('b', 10), even('c', 100), even('d', 200)])).toEqual(['a', 'b', 'c']);
	});
	it('goes on until the hidden ones together do not say whose they are', () => {
		// a = 100 of one; with b = 20 its 100 of 120 are 83 %; with c = 80 they are 100 of 180, 56 %.
		expect(hidden([cell('a', 100), even('b', 20), even('c', 80), even('d', 900)])).toEqual(['a', 'c']);
	});
	it('does not show all the parts of a hidden sum', () => {
		expect(hidden([even('a', 10), even('b', 20)], { sumShown: false })).toEqual(['a']);
		expect(hidden([cell('a', 4, 1), even('b', 20)], { sumShown: false })).toEqual(['a']);
	});
	it('prefers what is hidden in the month before, and never what is known anyway', () => {
		const cells = [cell('a', 4, 1), even('b', 10), { ...even('c', 50), preferred: true }, even('d', 60)];
		expect(hidden(cells)).toEqual(['a', 'c']);
		expect(hidden([cell('a', 4, 1), { ...even('b', 10), known: true }, even('c', 50)])).toEqual(['a', 'c']);
	});
	it('hides zeros too where there is nothing else', () => {
		const found = hideInLine([{ ...even('a', 10), withheld: true }, cell('z')], line);
		expect([[...found.keys], found.zeros]).toEqual([['a'], true]);
	});
	it('breaks ties by key', () => {
		expect(hidden([even('c', 10), even('b', 10), cell('a', 4, 1)])).toEqual(['a', 'b']);
	});
});

describe('F3: a tree', () => {
	const branch = (
		key: string,
		adds: number[],
		children: readonly Branch[] = [],
		more: Partial<Cell> = {}
	): Branch => ({
		...cell(key, ...adds),
		...more,
		children
	});
	const own = (key: string, ...adds: number[]): Branch => branch(`=${key}`, adds, [], { unprinted: true });
	it('hides a child behind the unprinted part of its parent, and needs nothing more', () => {
		// 100 = 15 + 85: the child is 15 of two; 85 is never printed, so 15 cannot be told from 100.
		const parent = branch('P', [15, 25, 30, 30], [branch('C', [10, 5]), own('P', 20, 20, 20, 25)]);
		expect(
			[...hideInTree([parent, branch('Q', [50, 50, 50])], line).keys].filter((key) => !key.startsWith('='))
		).toEqual(['C']);
	});
	it('withholds a parent that is the same number as its only child', () => {
		const only = branch('P', [30, 30, 40], [branch('C', [30, 30, 40], [], { withheld: true })]);
		const { keys, zeros } = hideInTree([only, branch('Q', [50, 50, 50]), branch('R', [60, 60, 60])], line);
		expect([[...keys].sort(), zeros]).toEqual([['C', 'P', 'Q'], false]);
	});
	it('does not let a parent less its child tell what few hold', () => {
		// 100 − 95 = 5, held by one: the child goes, or the 5 would be known.
		const parent = branch('P', [30, 30, 35, 5], [branch('C', [30, 30, 35]), own('P', 5)]);
		expect([...hideInTree([parent, branch('Q', [50, 50, 50])], line).keys]).toContain('C');
	});
});

// From here on the verifier: it knows only which numbers are printed.
const adds = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 });
const open = fc.constantFrom(true, true, true, false);

describe('F3: nothing hidden in a line can be worked out', () => {
	it('whatever the cells', () => {
		fc.assert(
			fc.property(fc.array(adds, { minLength: 1, maxLength: 7 }), fc.boolean(), (parts, apart) => {
				const cells = parts.map((own, i) => cell(`k${i}`, ...own));
				const total = behind(...parts.flat());
				const sumShown = unsafe(total, limits) === null;
				const found = hideInLine(cells, { sumShown, limits, apart: [apart] });
				const isHidden = (i: number): boolean =>
					found.keys.has(`k${i}`) || (found.zeros && parts[i]!.length === 0);
				const unit = (i: number): Sum => cells.map((_, j) => (i === j ? 1 : 0));
				const published = [
					...(sumShown ? [cells.map(() => 1)] : []),
					...cells.flatMap((_, i) => (isHidden(i) ? [] : [unit(i)]))
				];
				const known = reduce(published, cells.length);
				const values = cells.map(({ backing }) => backing.total);
				cells.forEach(({ backing }, i) => {
					if (unsafe(backing, limits)) expect(isHidden(i)).toBe(true);
					if (!isHidden(i)) return;
					expect(isDetermined(known, unit(i))).toBe(false);
					expect(couldDiffer(known, unit(i), values)).toBe(true);
				});
				// All hidden ones together are a number as well, and everybody can work it out.
				const rest = parts.filter((_, i) => isHidden(i)).flat();
				if (sumShown && rest.length && apart) expect(unsafe(behind(...rest), limits)).toBeNull();
				// A withheld total does not follow from its parts.
				if (!sumShown && total.total > 0)
					expect(
						isDetermined(
							known,
							cells.map(() => 1)
						)
					).toBe(false);
			}),
			{ numRuns: 2_000, seed: 3 }
		);
	});

	it('nor in a tree', () => {
		const parent = fc.record({ own: adds, children: fc.array(adds, { maxLength: 3 }) });
		fc.assert(
			fc.property(fc.array(parent, { minLength: 1, maxLength: 4 }), open, (parents, shown) => {
				// Unknowns: the own part and the children of each parent.
				const leaves = parents.flatMap(({ own, children }, p) => [
					{ key: `=p${p}`, parent: p, adds: own },
					...children.map((one, c) => ({ key: `p${p}c${c}`, parent: p, adds: one }))
				]);
				const all = leaves.flatMap((one) => one.adds);
				const sumShown = shown && unsafe(behind(...all), limits) === null;
				const roots = parents.map((_, p): Branch => {
					const below = leaves.filter((one) => one.parent === p);
					return {
						...cell(`p${p}`, ...below.flatMap((one) => one.adds)),
						children: below
							.filter((one) => one.adds.length)
							.map((one) => ({
								...cell(one.key, ...one.adds),
								unprinted: one.key.startsWith('='),
								children: []
							}))
					};
				});
				const { keys, zeros } = hideInTree(roots, { sumShown, limits, apart: [true] });
				if (zeros) return;
				const sumOf = (holds: (at: number) => boolean): Sum => leaves.map((_, i) => (holds(i) ? 1 : 0));
				const ofParent = (p: number): Sum => sumOf((i) => leaves[i]!.parent === p);
				const published: Sum[] = [
					...(sumShown ? [sumOf(() => true)] : []),
					...parents.flatMap((_, p) => (keys.has(`p${p}`) ? [] : [ofParent(p)])),
					...leaves.flatMap(({ key }, at) =>
						key.startsWith('=') || keys.has(key) ? [] : [sumOf((i) => i === at)]
					),
					// An own part that holds nothing is no secret: the parent's other children are known to be all.
					...leaves.flatMap(({ key, adds: own }, at) =>
						key.startsWith('=') && !own.length ? [sumOf((i) => i === at)] : []
					)
				];
				const known = reduce(published, leaves.length);
				leaves.forEach((one, at) => {
					if (unsafe(behind(...one.adds), limits))
						expect(
							isDetermined(
								known,
								sumOf((i) => i === at)
							)
						).toBe(false);
				});
				parents.forEach((_, p) => {
					const total = leaves.filter((one) => one.parent === p).flatMap((one) => one.adds);
					if (unsafe(behind(...total), limits)) expect(isDetermined(known, ofParent(p))).toBe(false);
				});
			}),
			{ numRuns: 2_000, seed: 98 }
		);
	});
});
