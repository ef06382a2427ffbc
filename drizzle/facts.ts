import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { factTableName, storedAs } from './fact-table.ts';

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
