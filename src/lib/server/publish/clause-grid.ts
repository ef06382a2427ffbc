import { clauses } from '#policy/clauses.ts';
import type { Indicator } from '#indicators/define.ts';
import type { Table } from '#reports/define.ts';
import type { Grid, GridCell, GridRow } from './grid.ts';
import type { Observing } from './observing.ts';
import { reasonNotes } from './table-notes.ts';
import { wordsOf } from './words.ts';

/** Said of a clause that no number speaks for yet. */
export const noIndicator = '尚无指标数据';

/** The clauses in the reader's charge, each with the indicators that another table gives a number for, or with the words that there is none. */
export function clauseGrid(observing: Observing, table: Table, of: Grid): Grid {
	const given = of.rows.flatMap((row) => {
		const now = [...row.cells.values()].find((one) => one.is === 'number');
		return now?.is === 'number' ? [{ row, now, indicator: now.datum.indicator }] : [];
	});
	const own = clauses.filter(({ number }) => observing.source.seesClause(number));
	const rows = own.flatMap(({ number }): GridRow[] => {
		const measured = given.filter(
			({ indicator, now }) =>
				indicator.clause === number && (now.value !== null || now.reason === 'suppressed')
		);
		if (!measured.length) return [rowOf(observing, table, number, null, null, of)];
		return measured.map(({ row, indicator }) => rowOf(observing, table, number, indicator, row, of));
	});
	return { table, rows, columns: table.columns, notes: [...table.notes, ...reasonNotes(rows)] };
}

function rowOf(
	observing: Observing,
	table: Table,
	clause: number,
	indicator: Indicator | null,
	from: GridRow | null,
	of: Grid
): GridRow {
	const cells = new Map<string, GridCell>();
	for (const column of table.columns) {
		if (column.is === 'words')
			cells.set(
				column.id,
				indicator || column.words === 'clause' || column.words === 'units'
					? wordsOf(observing, column.words, { indicator, clause, kind: null, where: {} })
					: { is: 'words', text: '·' }
			);
		else {
			const shown = from?.cells.get(column.id);
			cells.set(
				column.id,
				shown?.is === 'number'
					? {
							...shown,
							keys: [],
							making: { by: 'same', table: of.table.id, row: from!.key, column: column.id }
						}
					: (shown ?? { is: 'words', text: '—' })
			);
		}
	}
	return {
		key: `${clause}-${indicator?.id ?? ''}`,
		label: indicator?.label ?? noIndicator,
		depth: 0,
		total: false,
		partial: false,
		cells
	};
}
