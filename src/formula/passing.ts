import { reader } from './coding.ts';
import type { Columns } from './columns.ts';
import type { Surroundings } from './source.ts';
import { asksRoster, columnsOfTest, passes, type Stored, type Test } from './test.ts';

/** Says of a set of tests which rows pass all of them, one byte per row. */
export type Passing = (where: readonly Test[]) => Uint8Array;

/** What decides a test row by row on its own, if one cell does; then it is worked out once per distinct value. */
function decidingCells(test: Test, columns: Columns): readonly Stored[] | null {
	const names = new Set(columnsOfTest(test));
	if (names.size !== 1 || test.is === 'above') return null;
	const monthly = asksRoster(test) || asksParameter(test);
	if (monthly && columns.months.some((month) => month !== columns.months[0])) return null;
	return columns.cells.get([...names][0]!) ?? null;
}

const asksParameter = (test: Test): boolean =>
	test.is === 'when' ||
	(test.is === 'any' && test.of.some(asksParameter)) ||
	(test.is === 'not' && asksParameter(test.of));

/** Which rows pass a test. */
function passingTest(test: Test, columns: Columns, input: Surroundings): Uint8Array {
	const passed = new Uint8Array(columns.count);
	const walk = reader(columns, input);
	const { cell, enrolled } = walk.reading;
	const cells = decidingCells(test, columns);
	const known = new Map<Stored, number>();
	for (let row = 0; row < columns.count; row += 1) {
		const before = cells ? known.get(cells[row]!) : undefined;
		if (before !== undefined) {
			passed[row] = before;
			continue;
		}
		walk.move(row);
		passed[row] = passes(test, cell, enrolled, walk.month, input.parameter) ? 1 : 0;
		if (cells) known.set(cells[row]!, passed[row]!);
	}
	return passed;
}

/** Which rows pass; tests and sets of tests are worked out once, however many aggregates share them. */
export function passingIn(columns: Columns, input: Surroundings): Passing {
	const tests = new Map<string, Uint8Array>();
	const wheres = new Map<string, Uint8Array>();
	const once = (known: Map<string, Uint8Array>, key: unknown, build: () => Uint8Array): Uint8Array => {
		const text = JSON.stringify(key);
		const found = known.get(text) ?? build();
		known.set(text, found);
		return found;
	};
	return (where) =>
		once(wheres, where, () => {
			const all = where.map((test) => once(tests, test, () => passingTest(test, columns, input)));
			const passed = new Uint8Array(columns.count).fill(1);
			for (const one of all) for (let row = 0; row < columns.count; row += 1) passed[row]! &= one[row]!;
			return passed;
		});
}
