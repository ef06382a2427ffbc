import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { connect, ledgerOn, type Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';

/** Where copies of a ledger are worked on; whatever is found there later was cut off. */
export const workbench = (dir: string): string => join(dir, 'copying');

/** Runs one piece of work on copies at a time, whichever process asks; waits a while for its turn. */
export async function alone<T>(dir: string, work: (bench: string) => Promise<T>): Promise<T> {
	const lock = new BetterSqlite3(join(dir, 'copying.lock'), { timeout: 60_000 });
	try {
		lock.exec('begin exclusive');
	} catch {
		lock.close();
		throw new Refused('另一项备份或核验正在进行，请稍后再试。', 409);
	}
	const bench = workbench(dir);
	try {
		rmSync(bench, { recursive: true, force: true });
		mkdirSync(bench, { mode: 0o700 });
		return await work(bench);
	} finally {
		rmSync(bench, { recursive: true, force: true });
		lock.close();
	}
}

/** Refuses if a folder's disk has no room for so many bytes more, with something left over. */
export async function demandRoom(folder: string, bytes: number, what: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const need = bytes + 64 * 1024 ** 2;
	if (bavail * bsize < need)
		throw new Refused(
			`磁盘空间不足，不能${what}：${folder} 还需约 ${Math.ceil((need - bavail * bsize) / 1024 ** 2)} MB。请清理或扩容后再试，原有数据未受影响。`,
			507
		);
}

/** Pages copied at a step: 8 MB, so that other processes have their turn in between. */
const step = 2048;

/** Copies a ledger's database as it is at one moment, while others go on reading and writing. */
export async function copyDatabase(dir: string, to: string): Promise<void> {
	const db = connect(join(dir, 'ledger.db'), { readonly: true });
	try {
		// Without a moment held fast, every write by another process would begin the copy anew.
		db.exec('begin');
		db.prepare('select count(*) from sqlite_schema').get();
		await db.backup(to, { progress: () => step });
	} finally {
		db.close();
	}
	// By itself the copy needs no files beside it.
	const copy = new BetterSqlite3(to);
	copy.pragma('journal_mode = delete');
	copy.close();
}

/** Works on a copy of a ledger as on the ledger itself, which stays as it is; files are read where they lie. */
export function onCopy<T>(dir: string, work: (copy: Ledger) => Promise<T> | T): Promise<T> {
	return alone(dir, async (bench) => {
		await demandRoom(dir, 2 * statSync(join(dir, 'ledger.db')).size, '核对');
		const file = join(bench, 'ledger.db');
		await copyDatabase(dir, file);
		const db = connect(file);
		// Nobody needs the copy once this process is gone.
		db.pragma('synchronous = off');
		try {
			return await work(ledgerOn(db, dir));
		} finally {
			db.close();
		}
	});
}

/** Opens a copy to look at it. */
export function openCopy(file: string): Database {
	const db = connect(file, { readonly: true });
	db.pragma('query_only = on');
	return db;
}

/** Which ledger this is, whatever becomes of its folder; known from its first backup on. */
export function identify(dir: string): string {
	const file = join(dir, 'ledger.db');
	if (!existsSync(file)) throw new Refused(`目录中没有账本：${dir}`, 404);
	const db = connect(file);
	try {
		const select = db.prepare(`select value from setting where key = 'id'`).pluck();
		if (select.get() === undefined)
			db.prepare(`insert or ignore into setting (key, value) values ('id', ?)`).run(
				createHash('sha256').update(randomUUID()).digest('hex').slice(0, 16)
			);
		return select.get() as string;
	} finally {
		db.close();
	}
}
