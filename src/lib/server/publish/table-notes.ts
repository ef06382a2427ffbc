import { notPublishedNote, reasonLabels, type Reason } from '#formula/reason.ts';
import type { Table } from '#reports/define.ts';
import type { GridCell, GridRow } from './grid.ts';
import { isPartial } from './observing.ts';

/** Whether returns are missing behind a row's first number. */
export function isPartialRow(cells: ReadonlyMap<string, GridCell>): boolean {
	for (const one of cells.values()) if (one.is === 'number') return isPartial(one.datum);
	return false;
}

/** Said where growth of incomplete returns stands in a table. */
export function partialNote(table: Table, rows: readonly GridRow[]): string[] {
	if (table.rows.are === 'indicators' || !table.columns.some((column) => column.is === 'change')) return [];
	return rows.some((row) => row.partial)
		? ['报送机构未报齐，同比按已报数计算，不宜直接比较；可比口径增速见附表1。']
		: [];
}

/** Months before the first one with data are left out; gaps later on are kept. */
export function withoutLeadingGaps(table: Table, rows: readonly GridRow[]): readonly GridRow[] {
	if (table.rows.are !== 'months') return rows;
	const first = rows.findIndex((row) =>
		[...row.cells.values()].some(
			(one) => one.is === 'number' && one.value !== null && one.making.by === 'datum'
		)
	);
	return rows
		.slice(Math.max(0, first))
		.map((row) => (row.partial ? { ...row, label: `${row.label}p` } : row));
}

/** Why cells show — or x, once each. */
export function reasonNotes(rows: readonly GridRow[]): string[] {
	const reasons = new Set<Reason>();
	for (const row of rows)
		for (const one of row.cells.values()) if (one.is === 'number' && one.reason) reasons.add(one.reason);
	const withheld = reasons.delete('suppressed');
	const unsummed = rows.some((row) =>
		[...row.cells.values()].some(
			(one) => one.is === 'number' && one.making.by === 'datum' && one.making.unsummed
		)
	);
	return [
		...(reasons.size
			? [`“—”表示没有数值：${[...reasons].map((reason) => reasonLabels[reason]).join('；')}。`]
			: []),
		...(withheld ? [`${notPublishedNote}。`] : []),
		...(unsummed ? ['部分分项不予公布，合计为汇总数，不由所列各行相加。'] : [])
	];
}
