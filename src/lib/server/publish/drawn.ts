import type { DrawnFigure, GridRow, NumberCell } from './grid.ts';
import { isPartial } from './observing.ts';

/** The number to draw: none where there is no value, and no growth of a month that is still incomplete. */
export function drawnIn(row: GridRow, column: string): NumberCell | null {
	const cell = row.cells.get(column);
	if (cell?.is !== 'number' || cell.value === null) return null;
	return cell.making.by === 'formula' && cell.making.ties?.comparison && isPartial(cell.datum) ? null : cell;
}

/** Whether a month's bar stands for returns that are still incomplete. */
export function isIncomplete({ figure, grid }: DrawnFigure, row: GridRow): boolean {
	const cell = drawnIn(row, figure.series[0]!.column);
	return grid.table.rows.are === 'months' && cell !== null && isPartial(cell.datum);
}

/** A month as charts write it: 26/09, p where it is preliminary. */
export const shortLabel = (label: string): string => label.replace(/^20(\d\d)\.(\d\d)/, '$1/$2');
