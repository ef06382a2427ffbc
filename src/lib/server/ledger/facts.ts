import type { Dataset, Values } from '#datasets/define.ts';
import { factTableName, storedAs } from '#drizzle/fact-table.ts';
import { prepared, type Ledger } from './open.ts';

type Stored = string | number | null;

/** A value as its column stores it: flags as 1 and 0, several codes joined by a comma. */
export function stored(value: Values[string]): Stored {
	if (value === null || typeof value === 'string' || typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	return value.join(',');
}

/** A stored value as the row of its dataset has it. */
export function restored(kind: string, value: Stored): Values[string] {
	if (value === null) return null;
	if (kind === 'flag') return value === 1;
	if (kind === 'codes') return value === '' ? [] : String(value).split(',');
	return value;
}

const named = (dataset: Dataset): string[] => Object.keys(dataset.columns);
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Writes rows of a submission, one by one, inside the caller's transaction. */
export function insertFacts(
	ledger: Ledger,
	dataset: Dataset,
	submission: number
): (line: number, row: Values) => void {
	const names = named(dataset);
	const statement = prepared(
		ledger.db,
		`insert into ${factTableName(dataset)} (submission, line, ${quoted(names)})
		values (${'?, '.repeat(names.length + 1)}?)`
	);
	const bound: Stored[] = new Array(names.length + 2);
	bound[0] = submission;
	const whole = names.map((name) => storedAs(dataset.columns[name]!) === 'integer');
	return (line, row) => {
		bound[1] = line;
		for (let at = 0; at < names.length; at += 1) {
			const value = stored(row[names[at]!] ?? null);
			if (whole[at] && value !== null && !Number.isSafeInteger(value))
				throw new RangeError(`not a safe integer: ${dataset.id}.${names[at]} ${value}`);
			bound[at + 2] = value;
		}
		statement.run(bound);
	};
}

/** Takes back the rows of a submission that never came into force. */
export function deleteFacts(ledger: Ledger, dataset: Dataset, submission: number): void {
	prepared(ledger.db, `delete from ${factTableName(dataset)} where submission = ?`).run(submission);
}

/** Makes empty rows of a dataset: all columns `null`, in one shape that the engine keeps compact. */
export function blankRows(dataset: Dataset): () => Record<string, Values[string]> {
	const names = named(dataset);
	const blank = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Record<
		string,
		null
	>;
	return () => ({ ...blank });
}

/** The rows of one submission with their physical lines, in the order of the file. */
export function factsOf(
	ledger: Ledger,
	dataset: Dataset,
	submission: number
): { line: number; row: Values }[] {
	const names = named(dataset);
	const kinds = names.map((name) => dataset.columns[name]!.kind);
	const blank = blankRows(dataset);
	const select = prepared(
		ledger.db,
		`select line, ${quoted(names)} from ${factTableName(dataset)} where submission = ? order by line`
	).raw();
	const found: { line: number; row: Values }[] = [];
	for (const values of select.iterate(submission) as IterableIterator<Stored[]>) {
		const row = blank();
		for (let at = 0; at < names.length; at += 1) {
			const value = values[at + 1]!;
			if (value !== null) row[names[at]!] = restored(kinds[at]!, value);
		}
		found.push({ line: values[0] as number, row });
	}
	return found;
}
