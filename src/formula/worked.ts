import { code, reader, type Coded } from './coding.ts';
import type { Columns } from './columns.ts';
import type { DimensionId } from './dimensions.ts';
import type { Source, Surroundings } from './source.ts';
import { asksRoster, columnsOfTest, passes, type Stored, type Test } from './test.ts';

/** What is worked out once of some rows, however many aggregates are made of them. */
export interface Worked {
	/** Which rows pass all of some tests, one byte per row. */
	readonly passing: (where: readonly Test[]) => Uint8Array;
	/** Under which keys of a dimension each row stands. */
	readonly coded: (dimension: DimensionId) => Coded;
}

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

/** Works out tests, sets of tests and keys when they are first asked for. */
export function workedOut(source: Source, columns: Columns, input: Surroundings): Worked {
	const kept = new Map<string, unknown>();
	const once = <T>(key: string, build: () => T): T => {
		if (!kept.has(key)) kept.set(key, build());
		return kept.get(key) as T;
	};
	return {
		passing: (where) =>
			once(`all ${JSON.stringify(where)}`, () => {
				const all = where.map((test) => once(JSON.stringify(test), () => passingTest(test, columns, input)));
				const passed = new Uint8Array(columns.count).fill(1);
				for (const one of all) for (let row = 0; row < columns.count; row += 1) passed[row]! &= one[row]!;
				return passed;
			}),
		coded: (dimension) => once(`by ${dimension}`, () => code(source, dimension, columns, input))
	};
}
