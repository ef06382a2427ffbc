import type { Dataset, Values } from '#datasets/define.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import { restored } from './facts.ts';
import { prepared, type Ledger } from './open.ts';

type Placed = { readonly line: number; readonly row: Values };
type Column = Values[string][];

/** Columns read so far, of every long file of a connection. */
const open = new WeakMap<Ledger['db'], Set<Column[]>>();

/**
 * The rows of one submission with their physical lines, in the order of the file, for files too long to be held whole:
 * a column is read from the ledger when a row is first asked for it, and a text that stands in many rows is held once.
 */
export function longFile(ledger: Ledger, dataset: Dataset, submission: number): Placed[] {
	const table = factTableName(dataset);
	const columns: Column[] = [];
	const all = open.get(ledger.db) ?? new Set();
	open.set(ledger.db, all.add(columns));
	const read = (name: string, kind: string): Column => {
		const known = new Map<string, Values[string]>();
		const column: Column = [];
		const values = prepared(ledger.db, `select "${name}" from ${table} where submission = ? order by line`)
			.pluck()
			.iterate(submission) as IterableIterator<string | number | null>;
		for (const value of values) {
			if (typeof value !== 'string') column.push(restored(kind, value));
			else {
				let held = known.get(value);
				if (held === undefined) known.set(value, (held = restored(kind, value)));
				column.push(held);
			}
		}
		return column;
	};
	class LongRow {
		readonly at: number;
		constructor(at: number) {
			this.at = at;
		}
	}
	for (const [index, [name, { kind }]] of Object.entries(dataset.columns).entries())
		Object.defineProperty(LongRow.prototype, name, {
			enumerable: true,
			get(this: LongRow) {
				return (columns[index] ??= read(name, kind))[this.at];
			}
		});
	const lines = prepared(ledger.db, `select line from ${table} where submission = ? order by line`)
		.pluck()
		.iterate(submission) as IterableIterator<number>;
	const rows: Placed[] = [];
	for (const line of lines) rows.push({ line, row: new LongRow(rows.length) as unknown as Values });
	return rows;
}

/** Lets the columns of long files go; they are read again when a row is asked. */
export function letColumnsGo(ledger: Ledger): void {
	for (const columns of open.get(ledger.db) ?? []) columns.length = 0;
}
