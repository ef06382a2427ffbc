import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/** The files of a database, each by what the system knows it by. */
function filesOf(db: Database): Map<string, string> {
	const found = new Map<string, string>();
	for (const part of ['', '-wal', '-shm']) {
		const file = statSync(db.name + part, { throwIfNoEntry: false });
		if (file) found.set(part, `${file.dev}:${file.ino}`);
	}
	return found;
}

const known = new WeakMap<Database, Map<string, string>>();

/** Remembers which files a connection has open. */
export const notePlace = (db: Database): unknown => known.set(db, filesOf(db));

/** Whether the files a connection has open are still those under its name: what is written into others, nobody will find again. */
export function isInPlace(db: Database): boolean {
	const before = known.get(db);
	if (!before) return true;
	const now = filesOf(db);
	return [...before].every(([part, file]) => now.get(part) === file);
}
