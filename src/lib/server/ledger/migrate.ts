import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { JournalEntry } from '#drizzle/journal.ts';

/** Where the generated migrations lie; beside the program, never inside the built server. */
export const migrationsFolder = (): string => process.env.TECHFIN_MIGRATIONS ?? resolve('drizzle/migrations');

/** The migrations in order, each checked against the hash it was published with. */
function history(folder: string): { tag: string; sha256: string; text: string }[] {
	const journal = join(folder, 'journal.json');
	if (!existsSync(journal)) throw new Error(`no migrations: ${folder}`);
	return (JSON.parse(readFileSync(journal, 'utf8')) as JournalEntry[]).map(({ tag, sha256 }) => {
		const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
		if (createHash('sha256').update(text).digest('hex') !== sha256)
			throw new Error(`migration was edited: ${tag}`);
		return { tag, sha256, text };
	});
}

function applied(db: Database): JournalEntry[] {
	db.exec(
		'create table if not exists migration (tag text primary key, sha256 text not null, at text not null) strict'
	);
	return db.prepare('select tag, sha256 from migration order by tag').all() as JournalEntry[];
}

/** What is still to be applied; refuses a ledger whose history is not the beginning of ours. */
function missing<T extends JournalEntry>(ours: readonly T[], theirs: readonly JournalEntry[]): T[] {
	theirs.forEach((entry, at) => {
		if (ours[at]?.tag !== entry.tag || ours[at].sha256 !== entry.sha256)
			throw new Error(`ledger has an unknown history, made by another version: ${entry.tag}`);
	});
	return ours.slice(theirs.length);
}

/** Brings a ledger to the present schema: all or nothing, with a copy of it kept beforehand. */
export function migrate(db: Database, dir: string, now: Date, folder = migrationsFolder()): string[] {
	const ours = history(folder);
	const held = db.transaction(() => applied(db)).immediate();
	const due = missing(ours, held);
	if (!due.length) return [];
	if (held.length) {
		const backups = join(dir, 'backups');
		mkdirSync(backups, { recursive: true });
		const copy = join(backups, `before-${due[0]?.tag}-${now.toISOString().replaceAll(/[:.]/g, '')}.db`);
		db.prepare('vacuum into ?').run(copy);
	}
	db.pragma('foreign_keys = off');
	try {
		return db
			.transaction(() => {
				const still = missing(ours, applied(db));
				const enter = db.prepare('insert into migration (tag, sha256, at) values (?, ?, ?)');
				for (const { tag, sha256, text } of still) {
					db.exec(text);
					enter.run(tag, sha256, now.toISOString());
				}
				const broken = db.pragma('foreign_key_check') as unknown[];
				if (broken.length) throw new Error(`migration breaks references: ${JSON.stringify(broken[0])}`);
				return still.map(({ tag }) => tag);
			})
			.immediate();
	} finally {
		db.pragma('foreign_keys = on');
	}
}
