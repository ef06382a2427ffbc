import type { DimensionId } from '#formula/dimensions.ts';
import type { Indicator } from '#indicators/define.ts';
import type { Block, Column, Expression, Report, Table } from '#reports/define.ts';
import type { ReportSource } from './observing.ts';

/** Whether numbers of an indicator, told apart by some dimensions, are the reader's to see. */
type Sees = (indicator: Indicator, dimensions?: readonly string[]) => boolean;

/** The columns an expression reads. */
function read(expression: Expression): readonly string[] {
	if (expression.is === 'cell' || expression.is === 'total') return [expression.column];
	return 'of' in expression && Array.isArray(expression.of) ? expression.of.flatMap(read) : [];
}

/** What is left of a table for a reader; `null` if no number is. */
function tableFor(table: Table, sees: Sees): Table | null {
	const { rows } = table;
	if (rows.are === 'clauses') return table;
	if (rows.are === 'indicators') {
		const list = rows.list.filter((one) => sees(one));
		return list.length ? { ...table, rows: { ...rows, list } } : null;
	}
	const by: readonly DimensionId[] = rows.are === 'keys' ? [rows.by] : [];
	const kept = new Set<string>();
	const isKept = (column: Column): boolean => {
		switch (column.is) {
			case 'observed':
				return !column.indicator || sees(column.indicator, [...by, ...Object.keys(column.where ?? {})]);
			case 'derived':
				return read(column.formula).every((id) => kept.has(id)) && (!column.ties || sees(column.ties, by));
			case 'change':
				return kept.has(column.now) && kept.has(column.base);
			case 'comparable':
			case 'words':
				return true;
		}
	};
	// Columns follow those they are worked out from, or are followed by them: twice settles both.
	for (let i = 0; i < 2; i += 1) for (const column of table.columns) if (isKept(column)) kept.add(column.id);
	const columns = table.columns.filter(({ id }) => kept.has(id));
	return columns.some((column) => column.is === 'observed') ? { ...table, columns } : null;
}

/** A report without the tables, columns and charts of what its reader may not see; sentences see to themselves. */
export function narrowed(report: Report, { sees }: Pick<ReportSource, 'sees'>): Report {
	const tables = new Map(
		report.blocks.flatMap((block) => {
			const table = block.is === 'table' ? tableFor(block, sees) : null;
			return table ? [[table.id, table] as const] : [];
		})
	);
	const blocks = report.blocks.flatMap((block): Block[] => {
		switch (block.is) {
			case 'table': {
				const table = tables.get(block.id);
				return table && (table.rows.are !== 'clauses' || tables.has(table.rows.of)) ? [table] : [];
			}
			case 'figure': {
				const columns = tables.get(block.table)?.columns.map(({ id }) => id) ?? [];
				return block.series.every(({ column }) => columns.includes(column)) ? [block] : [];
			}
			case 'definitions': {
				const indicators = block.indicators.filter((one) => sees(one));
				return indicators.length ? [{ ...block, indicators }] : [];
			}
			default:
				return [block];
		}
	});
	return { ...report, blocks };
}

/** Blocks without the headings that nothing is left under. */
export function withoutEmptyHeadings<B extends { readonly is: string; readonly level?: number }>(
	blocks: readonly B[]
): B[] {
	return blocks.filter((block, at) => {
		if (block.is !== 'heading') return true;
		const next = blocks.slice(at + 1).find((one) => one.is !== 'heading' || one.level! <= block.level!);
		return next !== undefined && next.is !== 'heading';
	});
}
