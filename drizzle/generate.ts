import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { DrizzleSQLiteSnapshotJSON } from 'drizzle-kit/api';
import type { JournalEntry } from './journal.ts';
import * as schema from './schema.ts';
import { triggers } from './triggers.ts';

const folder = resolve('drizzle/migrations');
const empty = {
	version: '6',
	dialect: 'sqlite',
	id: 'nothing',
	prevId: 'nothing',
	tables: {},
	views: {},
	enums: {},
	_meta: { tables: {}, columns: {} }
} as unknown as DrizzleSQLiteSnapshotJSON;

/** Tables whose rows lie in the order of their key. */
const inKeyOrder = /^(__new_)?(fact_\w+|cell|cell_state|roster_on)$/;

/** Makes a generated statement STRICT, and clusters facts and cells by their key. */
function tightened(statement: string): string {
	const table = /^CREATE TABLE `(\w+)`/.exec(statement)?.[1];
	if (!table) return statement;
	const options = inKeyOrder.test(table) ? 'STRICT, WITHOUT ROWID' : 'STRICT';
	return statement.replace(/\);\s*$/, `) ${options};`);
}

/** The schema as last generated, with the triggers that Drizzle knows nothing of. */
type Snapshot = DrizzleSQLiteSnapshotJSON & { readonly triggers?: Readonly<Record<string, string>> };

/** Drops the triggers that changed or are gone, and makes those that are new, around the statements between. */
function withTriggers(known: Readonly<Record<string, string>>, statements: readonly string[]): string[] {
	const gone = Object.keys(known).filter((name) => known[name] !== triggers[name]);
	const fresh = Object.keys(triggers).filter((name) => known[name] !== triggers[name]);
	return [
		...gone.map((name) => `drop trigger ${name};`),
		...statements,
		...fresh.map((name) => `create trigger ${name} ${triggers[name]};`)
	];
}

/** The statements that lead from the last migration in the folder to the schema as declared now. */
export async function pending(from = folder): Promise<{ statements: string[]; snapshot: Snapshot }> {
	const { generateSQLiteDrizzleJson, generateSQLiteMigration } = await import('drizzle-kit/api');
	const last = join(from, 'snapshot.json');
	const { triggers: known = {}, ...before }: Snapshot = existsSync(last)
		? (JSON.parse(readFileSync(last, 'utf8')) as Snapshot)
		: empty;
	const facts = Object.values(schema.factTables).map((table) => [getTableName(table), table] as const);
	const tables = Object.fromEntries(
		[...Object.entries(schema), ...facts].filter(([, value]) => is(value, SQLiteTable))
	);
	const after = await generateSQLiteDrizzleJson(tables, before.id);
	const statements = await generateSQLiteMigration(before, after as DrizzleSQLiteSnapshotJSON);
	return {
		statements: withTriggers(
			known,
			statements.filter((statement) => !/^PRAGMA foreign_keys/i.test(statement)).map(tightened)
		),
		snapshot: { ...(after as DrizzleSQLiteSnapshotJSON), triggers }
	};
}

/** Writes the next numbered migration; `fresh` first throws all of them away, which only an unreleased product may do. */
async function generate(name: string, fresh: boolean): Promise<void> {
	if (fresh) rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const { statements, snapshot } = await pending();
	if (!statements.length) return console.log('nothing to do: migrations agree with the schema');
	const journalFile = join(folder, 'journal.json');
	const journal = existsSync(journalFile)
		? (JSON.parse(readFileSync(journalFile, 'utf8')) as JournalEntry[])
		: [];
	const tag = `${String(journal.length).padStart(4, '0')}_${name}`;
	const text = `${statements.map((statement) => statement.trim()).join('\n')}\n`;
	writeFileSync(join(folder, `${tag}.sql`), text);
	journal.push({ tag, sha256: createHash('sha256').update(text).digest('hex') });
	writeFileSync(journalFile, `${JSON.stringify(journal, null, '\t')}\n`);
	const settled = { ...snapshot, id: tag, prevId: snapshot.prevId };
	writeFileSync(join(folder, 'snapshot.json'), `${JSON.stringify(settled, null, '\t')}\n`);
	console.log(`${tag}: ${statements.length} statements`);
}

/** Records the last migration as it now stands, after statements that move data were written into it by hand. */
function seal(): void {
	const journalFile = join(folder, 'journal.json');
	const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as JournalEntry[];
	const last = journal.pop()!;
	const { tag } = last;
	const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
	journal.push({ ...last, sha256: createHash('sha256').update(text).digest('hex') });
	writeFileSync(journalFile, `${JSON.stringify(journal, null, '\t')}\n`);
	console.log(`${tag}: sealed`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const fresh = process.argv.includes('--fresh');
	const name = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
	if (process.argv.includes('--seal')) seal();
	else await generate(name ?? (fresh ? 'ledger' : 'change'), fresh);
}
