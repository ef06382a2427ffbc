import { lastMonth, type Period } from '#core/period.ts';
import type { Coverage } from '#lib/server/observe/types.ts';
import type { Grid } from './grid.ts';

/** How complete the returns behind a table, or behind some of its columns, are: of its numbers of the period, the least complete of the widest. */
export function coverageOf(
	grid: Grid,
	period: Period,
	columns?: readonly string[]
): Pick<Coverage, 'filed' | 'expected'> {
	let found = { filed: 0, expected: 0 };
	for (const row of grid.rows)
		for (const [column, cell] of row.cells) {
			if (columns && !columns.includes(column)) continue;
			if (cell.is !== 'number' || (cell.datum.period !== period && cell.datum.period !== lastMonth(period)))
				continue;
			const { filed, expected } = cell.datum.observation.coverage;
			if (expected > found.expected || (expected === found.expected && filed < found.filed))
				found = { filed, expected };
		}
	return found;
}
