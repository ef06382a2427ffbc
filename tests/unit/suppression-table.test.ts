import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideInLine, unsafe, type Backing, type Limits } from '#core/suppression.ts';
import { hideInTable, type Table, type TableCell } from '#core/suppression-table.ts';
import { couldDiffer, isDetermined, reduce, type Sum } from '../fixtures/determined.ts';

// Protects promise 6 in two dimensions: rows, columns, several tables that share one dimension, all sums printed.

const limits: Limits = { below: 3, one: { n: 7, d: 10 }, two: { n: 85, d: 100 } };
const behind = (adds: readonly number[]): Backing => {
	const [first = 0, second = 0] = adds.toSorted((a, b) => b - a);
	const total = adds.reduce((sum, one) => sum + one, 0);
	return { total, kinds: [{ count: adds.length, first, two: first + second }] };
};
const even = (of: number): number[] => [of / 4, of / 4, of / 4, of / 4];

function table(
	rows: Readonly<Record<string, readonly (readonly number[])[]>>,
	over: Partial<Table> = {}
): Table {
	const columns = Object.values(rows)[0]!.map((_, at) => ({
		key: String.fromCharCode(65 + at),
		shown: true
	}));
	return {
		rows: Object.keys(rows).map((key) => ({ key, shown: true })),
		columns,
		sumShown: true,
		cells: Object.entries(rows).flatMap(([row, cells]) =>
			cells.map((adds, at): TableCell => ({ row, column: columns[at]!.key, backing: behind(adds) }))
		),
		limits,
		apartInRow: [true],
		apartInColumn: [true],
		...over
	};
}
const keysOf = (found: ReturnType<typeof hideInTable>): string[] =>
	[...found.keys].map((key) => key.replace('\t', '')).sort();

describe('F3: a table', () => {
	it('hides a rectangle: one cell more in the row, one in the column, and the corner that ties them', () => {
		// 1A = 5 of two. Row 1 takes B (10), column A takes row 2 (20); 2B (30) closes the rectangle, or 1B and 2A would
		// follow from their own column and row.
		const found = hideInTable(
			table({
				1: [[3, 2], even(10), even(90)],
				2: [even(20), even(30), even(80)],
				3: [even(60), even(70), even(50)]
			})
		);
		expect(keysOf(found)).toEqual(['1A', '1B', '2A', '2B']);
	});
	it('hides nothing where all may be shown', () => {
		expect(keysOf(hideInTable(table({ 1: [even(10), even(20)], 2: [even(30), even(40)] })))).toEqual([]);
	});
	it('withholds a key that is withheld by itself throughout, but for its true zeros', () => {
		const rows = {
			1: [even(10), [], even(5)],
			2: [even(30), even(40), even(7)],
			3: [even(30), even(40), even(9)]
		};
		const given = table(rows);
		const found = hideInTable({
			...given,
			rows: given.rows.map((one) => ({ ...one, shown: one.key === '3' }))
		});
		expect(keysOf(found)).toEqual(expect.arrayContaining(['1A', '1C', '2A', '2B', '2C']));
		expect(keysOf(found)).not.toContain('1B');
	});
	it('shows nothing of a table that would tell a hidden row from a hidden column', () => {
		// Rows 1, 2 and columns A, B are withheld by themselves. All of row 1 stands in A and nothing else does, so the
		// zeros would say that both sums are the same number; tables of other dimensions could do the rest.
		const given = table({
			1: [even(10), [], [], []],
			2: [[], even(20), [], []],
			3: [[], [], even(30), even(40)],
			4: [[], [], even(50), even(60)]
		});
		const found = hideInTable({
			...given,
			rows: given.rows.map((one) => ({ ...one, shown: Number(one.key) > 2 })),
			columns: given.columns.map((one) => ({ ...one, shown: one.key > 'B' }))
		});
		expect(found.all).toBe(true);
	});
	it('is the same whatever the order it is told in', () => {
		const given = table({
			1: [[3, 2], even(20), even(20)],
			2: [even(20), even(20), even(20)],
			3: [even(20), even(20), even(20)]
		});
		const turned = { ...given, cells: given.cells.toReversed() };
		expect(keysOf(hideInTable(turned))).toEqual(keysOf(hideInTable(given)));
	});
});

// From here on the verifier. Atoms are the combinations of the keys of three dimensions; two tables share the first.
const sizes = [3, 3, 3] as const;
type At = readonly [number, number, number];
const atoms: At[] = [];
for (let i = 0; i < sizes[0]; i += 1)
	for (let j = 0; j < sizes[1]; j += 1) for (let k = 0; k < sizes[2]; k += 1) atoms.push([i, j, k]);
const dims = [0, 1, 2] as const;

interface Printed {
	readonly sum: Sum;
	readonly value: number;
}

/** Everything that may be printed of rows that fall into atoms: total, three lines, the tables of the first dimension with the others. */
function publish(contributions: readonly (readonly number[])[]) {
	const over = (holds: (at: At) => boolean): number[] =>
		atoms.flatMap((at, i) => (holds(at) ? contributions[i]! : []));
	const sumOf = (holds: (at: At) => boolean): Sum => atoms.map((at) => (holds(at) ? 1 : 0));
	const printed: Printed[] = [];
	const hidden: (Printed & { readonly unsafe: boolean })[] = [];
	const put = (holds: (at: At) => boolean, isHidden: boolean): void => {
		const backing = behind(over(holds));
		const one = { sum: sumOf(holds), value: backing.total };
		if (isHidden) hidden.push({ ...one, unsafe: unsafe(backing, limits) !== null });
		else printed.push(one);
	};
	const total = behind(over(() => true));
	const sumShown = unsafe(total, limits) === null;
	put(() => true, !sumShown);
	const lines = dims.map((dim) => {
		const cells = Array.from({ length: sizes[dim] }, (_, key) => ({
			key: String(key),
			backing: behind(over((at) => at[dim] === key))
		}));
		const found = hideInLine(cells, { sumShown, limits, apart: [true] });
		const isHidden = (key: number): boolean =>
			found.keys.has(String(key)) || (found.zeros && cells[key]!.backing.total === 0);
		cells.forEach((_, key) => put((at) => at[dim] === key, isHidden(key)));
		return isHidden;
	});
	for (const other of [1, 2] as const) {
		const marginsOf = (dim: 0 | 1 | 2) =>
			Array.from({ length: sizes[dim] }, (_, key) => ({ key: String(key), shown: !lines[dim]!(key) }));
		const found = hideInTable({
			rows: marginsOf(0),
			columns: marginsOf(other),
			sumShown,
			limits,
			apartInRow: [true],
			apartInColumn: [true],
			cells: atoms
				.filter((at) => at[other === 1 ? 2 : 1] === 0)
				.map((at): TableCell => ({
					row: String(at[0]),
					column: String(at[other]),
					backing: behind(over((one) => one[0] === at[0] && one[other] === at[other]))
				}))
		});
		for (let i = 0; i < sizes[0]; i += 1)
			for (let j = 0; j < sizes[other]; j += 1)
				put((at) => at[0] === i && at[other] === j, found.all || found.keys.has(`${i}\t${j}`));
	}
	// A printed zero says that nothing is in any of its atoms.
	const zeros = printed
		.filter(({ value }) => value === 0)
		.flatMap(({ sum }) => sum.flatMap((one, i) => (one ? [atoms.map((_, j) => (i === j ? 1 : 0))] : [])));
	return { printed: [...printed.map(({ sum }) => sum), ...zeros], hidden };
}

describe('F3: nothing hidden in tables can be worked out', () => {
	const adds = fc.oneof(
		{ weight: 3, arbitrary: fc.constant<number[]>([]) },
		{ weight: 4, arbitrary: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 }) }
	);
	it('of two tables that share a dimension, with their lines, their total and their zeros', () => {
		let [hiding, tight] = [0, 0];
		fc.assert(
			fc.property(fc.array(adds, { minLength: atoms.length, maxLength: atoms.length }), (contributions) => {
				const { printed, hidden } = publish(contributions);
				const known = reduce(printed, atoms.length);
				const values = contributions.map((one) => behind(one).total);
				for (const one of hidden) {
					if (one.value === 0) continue;
					hiding += 1;
					expect(isDetermined(known, one.sum)).toBe(false);
					// Atoms that hold nothing may still be thought to; so a little room in one direction is enough.
					if (!couldDiffer(known, one.sum, values)) tight += 1;
				}
			}),
			{ numRuns: 300, seed: 2022 }
		);
		expect(hiding).toBeGreaterThan(500);
		expect(tight).toBe(0);
	});

	it('of a larger table in which single cells and whole keys are withheld already', () => {
		const [down, across] = [6, 6];
		const places = Array.from({ length: down * across }, (_, at) => at);
		const [rows, columns] = [down, across].map((count) => places.slice(0, count)) as [number[], number[]];
		const open = fc.boolean();
		const cell = fc.record({
			adds: fc.oneof(
				{ weight: 8, arbitrary: fc.integer({ min: 1, max: 9 }).map((n) => even(4 * n)) },
				{ weight: 1, arbitrary: fc.constant<number[]>([]) }
			),
			withheld: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: open })
		});
		const margins: fc.Arbitrary<readonly number[]> = fc.oneof(
			{ weight: 2, arbitrary: fc.constant<number[]>([]) },
			{ weight: 1, arbitrary: fc.constant([0, 1]) },
			{ weight: 1, arbitrary: fc.constant([1, 2, 4]) }
		);
		let [hiding, given] = [0, 0];
		fc.assert(
			fc.property(
				fc.array(cell, { minLength: places.length, maxLength: places.length }),
				margins,
				margins,
				(cells, rowsHidden, columnsHidden) => {
					const marginsOf = (count: number, hidden: readonly number[]) =>
						Array.from({ length: count }, (_, key) => ({ key: String(key), shown: !hidden.includes(key) }));
					const rowOf = (at: number): number => Math.floor(at / across);
					const found = hideInTable({
						rows: marginsOf(down, rowsHidden),
						columns: marginsOf(across, columnsHidden),
						sumShown: true,
						limits,
						apartInRow: [true],
						apartInColumn: [true],
						cells: cells.map(({ adds, withheld }, at) => ({
							row: String(rowOf(at)),
							column: String(at % across),
							backing: behind(adds),
							withheld
						}))
					});
					given += 1;
					if (found.all) return;
					const isHidden = (at: number): boolean => found.keys.has(`${rowOf(at)}\t${at % across}`);
					const sumOf = (holds: (at: number) => boolean): Sum => places.map((at) => (holds(at) ? 1 : 0));
					const row = (i: number): Sum => sumOf((at) => rowOf(at) === i);
					const column = (j: number): Sum => sumOf((at) => at % across === j);
					const known = reduce(
						[
							sumOf(() => true),
							...rows.flatMap((i) => (rowsHidden.includes(i) ? [] : [row(i)])),
							...columns.flatMap((j) => (columnsHidden.includes(j) ? [] : [column(j)])),
							...places.flatMap((at) => (isHidden(at) ? [] : [sumOf((one) => one === at)]))
						],
						places.length
					);
					const values = cells.map(({ adds }) => behind(adds).total);
					const check = (sum: Sum): void => {
						hiding += 1;
						expect(isDetermined(known, sum)).toBe(false);
						expect(couldDiffer(known, sum, values)).toBe(true);
					};
					for (const at of places) if (isHidden(at)) check(sumOf((one) => one === at));
					for (const i of rowsHidden) check(row(i));
					for (const j of columnsHidden) check(column(j));
					// What one table tells about hidden sums must be no more than that they add up: no difference of two.
					for (const [hidden, sum] of [
						[rowsHidden, row],
						[columnsHidden, column]
					] as const)
						for (const other of hidden.slice(1))
							expect(
								isDetermined(
									known,
									sum(hidden[0]!).map((one, i) => one - sum(other)[i]!)
								)
							).toBe(false);
					for (const i of rowsHidden)
						for (const j of columnsHidden)
							expect(
								isDetermined(
									known,
									row(i).map((one, at) => one - column(j)[at]!)
								)
							).toBe(false);
				}
			),
			{ numRuns: 150, seed: 6 }
		);
		expect([given, hiding > 1_000]).toEqual([150, true]);
	});
});
