import { faultPoint } from '#faults';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { JournalEntry } from '#drizzle/journal.ts';
import { Refused } from './scope.ts';

/** Where the generated migrations lie; beside the program, never inside the built server. */
export const migrationsFolder = (): string => process.env.TECHFIN_MIGRATIONS ?? resolve('drizzle/migrations');

/** A migration with its statements. */
export interface Migration extends JournalEntry {
	readonly text: string;
}

/** The migrations of this version in order, each checked against the hash it was published with. */
export function migrations(folder = migrationsFolder()): Migration[] {
	const journal = join(folder, 'journal.json');
	if (!existsSync(journal)) throw new Error(`no migrations: ${folder}`);
	return (JSON.parse(readFileSync(journal, 'utf8')) as JournalEntry[]).map((entry) => {
		const text = readFileSync(join(folder, `${entry.tag}.sql`), 'utf8');
		if (createHash('sha256').update(text).digest('hex') !== entry.sha256)
			throw new Error(`migration was edited: ${entry.tag}`);
		return { ...entry, text };
	});
}

/** Where a ledger keeps which migrations made it. */
export const migrationTable =
	'create table if not exists migration (tag text primary key, sha256 text not null, at text not null) strict';

/** The migrations a ledger was made by, oldest first; none if it is empty. */
export function applied(db: Database): JournalEntry[] {
	if (!db.prepare(`select 1 from sqlite_schema where name = 'migration'`).get()) return [];
	return db.prepare('select tag, sha256 from migration order by tag').all() as JournalEntry[];
}

/** What is still to be applied; refuses a ledger whose history is not the beginning of ours. */
export function missing<T extends JournalEntry>(ours: readonly T[], theirs: readonly JournalEntry[]): T[] {
	theirs.forEach((entry, at) => {
		if (ours[at]?.tag !== entry.tag || ours[at].sha256 !== entry.sha256)
			throw new Refused(
				`账本由更新的或另一版本的程序建立（${entry.tag}），本版本不能打开。` +
					`请安装建立它的那一版或更新的版本；要退回本版本，请恢复升级前的备份（techfin restore）。原有数据未受影响。`,
				503
			);
	});
	return ours.slice(theirs.length);
}

/** How many rows each table has. */
export function rowCounts(db: Database): Record<string, number> {
	const names = db
		.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'`)
		.pluck()
		.all() as string[];
	return Object.fromEntries(
		names.sort().map((name) => [name, db.prepare(`select count(*) from "${name}"`).pluck().get() as number])
	);
}

/** Throws if a table has gained or lost rows that no migration says it changes. */
function assertCounts(
	before: Readonly<Record<string, number>>,
	after: Readonly<Record<string, number>>,
	done: readonly JournalEntry[]
): void {
	const declared = new Set(['migration', ...done.flatMap(({ changes }) => changes ?? [])]);
	for (const [name, count] of Object.entries(before))
		if (!declared.has(name) && after[name] !== count)
			throw new Error(`migration changes rows: ${name} ${count} to ${after[name] ?? 'none'}`);
}

/** What a backup from before a migration was called. */
export interface Upgrade {
	readonly tags: readonly string[];
	/** `null` for a new ledger, which has nothing to be backed up. */
	readonly backup: string | null;
}

/** Backs the ledger up in a process of its own and waits for it; throws a sentence if that fails. */
function backUp(dir: string): string {
	const done = spawnSync(
		process.execPath,
		['--disable-warning=ExperimentalWarning', 'src/lib/server/keep/backup-worker.ts', dir, 'migration'],
		{ encoding: 'utf8', maxBuffer: 1 << 26 }
	);
	const said = done.stdout.trim().split('\n').at(-1) ?? '';
	const { name, error } = (said.startsWith('{') ? JSON.parse(said) : {}) as { name?: string; error?: string };
	if (name === undefined)
		throw new Refused(
			`升级前备份失败，没有升级，原有数据未受影响：${error ?? done.stderr.trim().slice(0, 500)}`,
			503
		);
	return name;
}

/** Brings a ledger to the present schema: all or nothing, backed up beforehand. */
export function migrate(
	db: Database,
	dir: string,
	now: Date,
	options: { readonly backedUp?: boolean } = {}
): Upgrade | null {
	const ours = migrations();
	const held = applied(db);
	if (!missing(ours, held).length) return null;
	const backup = held.length && !options.backedUp ? backUp(dir) : null;
	db.pragma('foreign_keys = off');
	try {
		const tags = db
			.transaction(() => {
				db.exec(migrationTable);
				const still = missing(ours, applied(db));
				const before = rowCounts(db);
				const enter = db.prepare('insert into migration (tag, sha256, at) values (?, ?, ?)');
				for (const { tag, sha256, text } of still) {
					db.exec(text);
					enter.run(tag, sha256, now.toISOString());
				}
				const broken = db.pragma('foreign_key_check') as unknown[];
				if (broken.length) throw new Error(`migration breaks references: ${JSON.stringify(broken[0])}`);
				assertCounts(before, rowCounts(db), still);
				faultPoint('migrate.done');
				return still.map(({ tag }) => tag);
			})
			.immediate();
		return tags.length ? { tags, backup } : null;
	} finally {
		db.pragma('foreign_keys = on');
	}
}
