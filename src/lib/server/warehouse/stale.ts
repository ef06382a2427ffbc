import type { Period } from '#core/period.ts';
import type { Ledger } from '../ledger/open.ts';
import { parametersOf } from '../ledger/parameters.ts';
import { readStates, type CellState } from './cells.ts';
import { cubes, shapeIn } from './cubes.ts';
import { sinceChange } from './generation.ts';
import { monthsInForce, rebuild, rosterShape, rosterState } from './rebuild.ts';

const never: CellState = { filed: false, dirty: true, readable: false };

/** The state of a cube's months, oldest first; a month with returns in force that was never rolled up is out of date. */
export const statesOf = (ledger: Ledger, cube: string): ReadonlyMap<Period, CellState> =>
	sinceChange(ledger, `states ${cube}`, () => {
		const parameter = sinceChange(ledger, 'parameters', () => parametersOf(ledger));
		const declared = cubes().get(cube);
		const shape = (month: Period): string => (declared ? shapeIn(declared, month, parameter) : rosterShape);
		const found = new Map(readStates(ledger, cube, shape));
		for (const month of sinceChange(ledger, 'months in force', () => monthsInForce(ledger)))
			if (!found.has(month)) found.set(month, never);
		return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
	});

/** Months of which anything has to be rolled up anew, latest first: returns changed, or cells of another shape. */
export function staleMonths(ledger: Ledger): Period[] {
	const stale = [rosterState, ...cubes().keys()].flatMap((cube) =>
		[...statesOf(ledger, cube)].filter(([, { dirty }]) => dirty).map(([month]) => month)
	);
	return [...new Set(stale)].sort().reverse();
}

/** Rolls up what is out of date, so that what is read next is as the returns in force have it. */
export function bringUpToDate(ledger: Ledger): void {
	if (staleMonths(ledger).length) rebuild(ledger, { dirtyOnly: true });
}
