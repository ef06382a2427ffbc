import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3, { type Database, type Statement } from 'better-sqlite3';
import type { Act } from '#policy/acts.ts';
import { dataFolder } from '#settings';
import { notePlace } from './in-place.ts';
import { migrate } from './migrate.ts';
import { record } from './trail.ts';

/** The data folder opened: which submission is in force, who did what, and every accepted row. */
export interface Ledger {
	readonly dir: string;
	readonly db: Database;
	/** The clock all timestamps come from. */
	now(): Date;
	/** Whether it holds invented data. */
	readonly demo: boolean;
	close(): void;
	/** In a reader, which cannot write: what it would have put into the trail, for the server to do. */
	readonly noted?: Noted[];
}

/** A ledger that is only read. */
export type ReadLedger = Ledger & { readonly noted: Noted[] };

/** An entry still to be written into the trail. */
export interface Noted {
	readonly action: Act;
	readonly target: string;
	readonly detail: Readonly<Record<string, unknown>>;
}

/** First SQLite without the WAL-reset corruption. */
const oldest = [3, 51, 3] as const;

/** Whether a version of SQLite is free of it. */
export function isSafeVersion(version: string): boolean {
	const parts = version.split('.').map(Number);
	const at = oldest.findIndex((part, i) => parts[i] !== part);
	return at < 0 || (parts[at] ?? 0) > (oldest[at] ?? 0);
}

function assertVersion(db: Database): void {
	const version = db.prepare('select sqlite_version()').pluck().get() as string;
	if (!isSafeVersion(version)) throw new Error(`sqlite is too old: ${version}`);
}

/** A connection to a ledger's database, with what every connection must be set to; one that only reads changes nothing. */
export function connect(
	file: string,
	options: { readonly?: boolean; fileMustExist?: boolean } = {}
): Database {
	const db = new BetterSqlite3(file, options);
	try {
		db.pragma('busy_timeout = 5000');
		if (!options.readonly) db.pragma('journal_mode = wal');
		db.pragma('synchronous = full');
		db.pragma('foreign_keys = on');
		db.pragma('trusted_schema = off');
		db.pragma('cell_size_check = on');
		db.pragma('secure_delete = on');
		db.pragma('mmap_size = 0');
		db.pragma('journal_size_limit = 67108864');
		db.pragma('cache_size = -32000');
		db.pragma('temp_store = memory');
		return db;
	} catch (cause) {
		db.close();
		throw cause;
	}
}

/** A database opened as the ledger of a folder. */
export function ledgerOn(db: Database, dir: string, now: () => Date = () => new Date()): Ledger {
	return {
		dir,
		db,
		now,
		get demo() {
			return prepared(db, `select value from setting where key = 'demo'`).pluck().get() === 'yes';
		},
		close: () => db.close()
	};
}

/** Opens the ledger in a folder, creating it unless it must be there, and migrating it as needed; `backedUp` if no copy is to be made before. */
export function openLedger(
	dir: string,
	options: { now?: () => Date; backedUp?: boolean; existing?: boolean } = {}
): Ledger {
	const folder = resolve(dir);
	if (!options.existing)
		for (const name of ['files', 'tmp']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
	const now = options.now ?? (() => new Date());
	const db = connect(join(folder, 'ledger.db'), { fileMustExist: options.existing ?? false });
	const ledger = ledgerOn(db, folder, now);
	try {
		assertVersion(db);
		const upgrade = migrate(db, folder, now(), options);
		if (upgrade?.backup)
			record(ledger, { user: null }, 'backup.make', `backup:${upgrade.backup}`, { upgrade: upgrade.tags });
		notePlace(db);
	} catch (cause) {
		db.close();
		throw cause;
	}
	return ledger;
}

/** Opens the ledger of a folder for reading only, beside the server that writes it. */
export function openReader(dir: string): ReadLedger {
	const folder = resolve(dir);
	const db = connect(join(folder, 'ledger.db'), { readonly: true });
	return {
		dir: folder,
		db,
		now: () => new Date(),
		demo: prepared(db, `select value from setting where key = 'demo'`).pluck().get() === 'yes',
		close: () => db.close(),
		noted: []
	};
}

/** Marks the ledger as holding invented data, which every page and export then says. */
export function declareDemo(ledger: Ledger): void {
	ledger.db
		.transaction(() => ledger.db.prepare(`insert or replace into setting values ('demo', 'yes')`).run())
		.immediate();
}

const own = Symbol.for('techfin.ledger');
const held = globalThis as { [own]?: Ledger };

/** The server's own ledger, in `TECHFIN_DATA` or `./data`, opened on first use. */
export const ledger = (): Ledger => (held[own] ??= openLedger(dataFolder()));

const statements = new WeakMap<Database, Map<string, Statement>>();

/** A statement prepared once per connection. */
export function prepared(db: Database, sql: string): Statement {
	let known = statements.get(db);
	if (!known) statements.set(db, (known = new Map()));
	let statement = known.get(sql);
	if (!statement) known.set(sql, (statement = db.prepare(sql)));
	return statement;
}
