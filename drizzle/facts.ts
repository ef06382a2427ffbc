import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Column, Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';

/** The table of a dataset's accepted and checked rows: `fact_corp_loan_stock` for `corp-loan-stock`. */
export const factTableName = (dataset: Dataset): string => `fact_${dataset.id.replaceAll('-', '_')}`;

/** How a column is stored: amounts, rates, counts and flags as integers, everything else as text. */
export const storedAs = (column: Column): 'integer' | 'text' =>
	['money', 'usd', 'rate', 'int', 'dec', 'flag'].includes(column.kind) ? 'integer' : 'text';

function factTable(dataset: Dataset) {
	const columns = Object.fromEntries(
		Object.entries(dataset.columns).map(([name, column]) => [
			name,
			storedAs(column) === 'integer' ? integer() : text()
		])
	);
	return sqliteTable(
		factTableName(dataset),
		{ submission: integer().notNull(), line: integer().notNull(), ...columns },
		(t) => [primaryKey({ columns: [t.submission, t.line] })]
	);
}

/** One table per dataset, by dataset id. Rows are tagged with their submission and keep their physical line. */
export const factTables = Object.fromEntries(
	[...datasets.values()].map((dataset) => [dataset.id, factTable(dataset)])
);
