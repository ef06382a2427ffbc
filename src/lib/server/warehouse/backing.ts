import type { Period } from '#core/period.ts';
import type { Backing } from '#core/suppression.ts';
import { backings, kindsOf, unpacked } from '#formula/backing.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { behind } from './behind.ts';
import { columnsOf } from './columns.ts';
import type { Cube } from './cubes.ts';
import { sinceChange } from './generation.ts';
import { LedgerInput } from './input.ts';

/** Those behind the cells of one table of a month: keys joined by a tab → population → backing; what holds nothing is absent. */
export type Backed = ReadonlyMap<string, (population: string) => Backing | null>;

/** Those behind the total or the keys of one dimension, as they were kept when the month was rolled up. */
export function backingOf(ledger: Ledger, cube: Cube, month: Period, dimension: DimensionId | null): Backed {
	const kinds = kindsOf(cube.source).length;
	return sinceChange(ledger, `behind ${cube.id} ${month} ${dimension}`, () => {
		const rows = prepared(
			ledger.db,
			'select k1, value from cell where cube = ? and dims = ? and period = ? order by k1'
		)
			.raw()
			.all(behind(cube.id), dimension ?? '', month) as [string, string][];
		return new Map(
			rows.map(([key, value]) => {
				const parts = value.split(',');
				return [
					key,
					(population: string): Backing | null => unpacked(parts[cube.backed.get(population)!], kinds)
				] as const;
			})
		);
	});
}

/** Those behind every pair of keys of two dimensions, worked out from the rows of the month when first asked for. */
export const backingOfPairs = (
	ledger: Ledger,
	cube: Cube,
	month: Period,
	dimensions: readonly [DimensionId, DimensionId]
): Backed =>
	sinceChange(ledger, `behind ${cube.id} ${month} ${dimensions.join()}`, () => {
		const input = new LedgerInput(ledger);
		const found = new Map<string, (population: string) => Backing | null>();
		const populations = cube.ties?.populations ?? [];
		const columns = columnsOf(ledger, cube, month, input);
		backings(cube.source, populations, [dimensions], columns, input, (_, k1, k2, all) =>
			found.set(`${k1}\t${k2}`, (population) => {
				const one = all[cube.backed.get(population)!];
				return one?.total ? one : null;
			})
		);
		return found;
	});
