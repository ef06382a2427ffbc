import { lastMonth, yearToDate, type Period } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import { columnsOfFacts, type Columns } from '#formula/columns.ts';
import { factsIn } from '#formula/memory.ts';
import { datasetsOf, isView } from '#formula/source.ts';
import type { Stored } from '#formula/test.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import type { Cube } from './cubes.ts';
import type { LedgerInput } from './input.ts';

/** Columns of the fact rows of some months, read without making an object of each row. */
function factColumns(ledger: Ledger, cube: Cube, months: readonly Period[], input: LedgerInput): Columns {
	const dataset = datasetOf(cube.source.id);
	const cells = cube.columns.map((): Stored[] => []);
	const filers: string[] = [];
	const monthOf: Period[] = [];
	const names = cube.columns.map((name) => `"${name}"`).join(', ') || 'line';
	const select = prepared(
		ledger.db,
		`select ${names} from ${factTableName(dataset)} where submission = ? order by line`
	);
	select.raw();
	for (const one of input.inForce(dataset)) {
		const month = lastMonth(one.period);
		if (!months.includes(month)) continue;
		for (const row of select.all(one.id) as Stored[][]) {
			for (let at = 0; at < cells.length; at += 1) cells[at]!.push(row[at]!);
			filers.push(one.institution);
			monthOf.push(month);
		}
	}
	return {
		count: filers.length,
		cells: new Map(cube.columns.map((name, at) => [name, cells[at]!])),
		filers,
		months: monthOf
	};
}

/** The months whose rows one month of a cube takes in. */
function monthsOfCube(cube: Cube, month: Period, input: LedgerInput): Period[] {
	if (cube.span === 'period') return [month];
	if (cube.span === 'yearToDate') return yearToDate(month);
	const all = datasetsOf(cube.source).flatMap((dataset) => input.months(dataset, month));
	return [...new Set(all)].sort();
}

/** The rows one month of a cube takes in, column by column. */
export function columnsOf(ledger: Ledger, cube: Cube, month: Period, input: LedgerInput): Columns {
	const { source } = cube;
	const months = monthsOfCube(cube, month, input);
	return isView(source) || source.nature === 'register'
		? columnsOfFacts(
				months.flatMap((one) => factsIn(input, source, one)),
				cube.columns
			)
		: factColumns(ledger, cube, months, input);
}
