import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Dataset, Values } from '#datasets/define.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { stored } from '#lib/server/ledger/facts.ts';

/** Digests of the parts of a table, by what each part is called: a submission, a month, a cube's month. */
export type Digests = ReadonlyMap<string, string>;

/** A digest over rows, as they come. */
function digestOfRows(rows: Iterable<unknown>): string {
	const hash = createHash('sha256');
	for (const row of rows) hash.update(JSON.stringify(row)).update('\n');
	return hash.digest('hex');
}

/** One digest over all parts of a table. */
export const digestOfAll = (parts: Digests): string =>
	digestOfRows([...parts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Digests of a table ordered by the columns that name its parts. */
function inParts(db: Database, sql: string, keys: number): Digests {
	const parts = new Map<string, string>();
	let name: string | null = null;
	let hash = createHash('sha256');
	for (const row of db.prepare(sql).raw().iterate() as IterableIterator<unknown[]>) {
		const own = row.slice(0, keys).join(' ');
		if (own !== name) {
			if (name !== null) parts.set(name, hash.digest('hex'));
			name = own;
			hash = createHash('sha256');
		}
		hash.update(JSON.stringify(row.slice(keys))).update('\n');
	}
	if (name !== null) parts.set(name, hash.digest('hex'));
	return parts;
}

/** The rows of each submission of a dataset. */
export const factDigests = (db: Database, dataset: Dataset): Digests =>
	inParts(
		db,
		`select submission, line, ${Object.keys(dataset.columns)
			.map((name) => `"${name}"`)
			.join(', ')} from ${factTableName(dataset)} order by submission, line`,
		1
	);

/** The same for rows that a file holds; `undefined`, as for a submission that is not there, if it holds none. */
export function digestOfRead(
	dataset: Dataset,
	rows: readonly (readonly [number, Values])[]
): string | undefined {
	const names = Object.keys(dataset.columns);
	if (!rows.length) return undefined;
	return digestOfRows(rows.map(([line, row]) => [line, ...names.map((name) => stored(row[name] ?? null))]));
}

/** What is derived from facts, by table: the roster of each month's end, and the cells of each cube's month. */
export const derivedDigests = (db: Database): ReadonlyMap<string, Digests> =>
	new Map([
		['roster_on', inParts(db, 'select * from roster_on order by period, uscc', 1)],
		[
			'cell',
			inParts(db, 'select cube, period, dims, k1, k2, value from cell order by cube, period, dims, k1, k2', 2)
		],
		[
			'cell_state',
			inParts(db, 'select cube, period, shape, builtAt is not null from cell_state order by cube, period', 2)
		]
	]);

/** The parts in which two states of a table differ. */
export const differing = (a: Digests, b: Digests): string[] =>
	[...new Set([...a.keys(), ...b.keys()])].filter((part) => a.get(part) !== b.get(part)).sort();

/** A table before and after it was made anew. */
export interface Table {
	readonly table: string;
	readonly before: string;
	readonly after: string;
	/** Its parts that changed. */
	readonly differs: readonly string[];
}

/** One table held against itself. */
export const tableOf = (table: string, before: Digests, after: Digests): Table => ({
	table,
	before: digestOfAll(before),
	after: digestOfAll(after),
	differs: differing(before, after)
});
