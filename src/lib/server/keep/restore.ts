import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { keyPrint } from '#lib/server/access/seal.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { flushed } from '#lib/server/ledger/files.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { headOf, record } from '#lib/server/ledger/trail.ts';
import { noteInFile } from '#lib/server/ledger/trail-keep.ts';
import { backupKey, Damaged, type BackupKey } from './cipher.ts';
import { piecesOf, type Piece } from './contents.ts';
import { demandRoom, openCopy } from './copy.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { each, fetchPiece } from './pieces.ts';
import { chosen } from './shelf.ts';
import { archiveOn, bringOut, copyFaults } from './verify.ts';

/** What restoring came to. */
export interface Restored {
	readonly backup: string;
	readonly madeAt: string;
	readonly to: string;
	/** Where what was there before now lies; `null` if nothing was. */
	readonly aside: string | null;
	readonly files: number;
	/** Files received since the backup: they lie aside and can be filed again. */
	readonly later: number;
	/** Whether second factors can be opened here. */
	readonly mainKey: boolean;
	/** What was wrong with the ledger already when it was backed up. */
	readonly faults: readonly string[];
	/** How long it took until the ledger could be opened again. */
	readonly seconds: number;
}

/** What a ledger consists of besides its keys, its backups and the file of anchored heads, which stay where they are. */
const parts = ['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'files', 'trail', 'ready'] as const;

/** Stands in a folder while a ledger is being exchanged for another. */
const exchanging = (dir: string): string => join(dir, 'restoring');

const stamp = (at: Date): string =>
	new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');

function free(dir: string, name: string): string {
	for (let n = 1; ; n += 1) {
		const path = join(dir, n === 1 ? name : `${name}-${n}`);
		if (!existsSync(path)) return path;
	}
}

function lock(dir: string): () => void {
	try {
		return lockServer({ dir });
	} catch {
		throw new Refused(
			`服务正在使用 ${dir}，不能恢复。请先停止服务（systemctl stop techfin，或结束 npm run serve），再执行恢复。原有数据未受影响。`
		);
	}
}

/** Refuses while another program has the ledger open: it would go on writing into what is put aside. */
function demandUnused(dir: string): void {
	const file = join(dir, 'ledger.db');
	if (!existsSync(file)) return;
	const db = new BetterSqlite3(file, { timeout: 0 });
	try {
		db.pragma('locking_mode = exclusive');
		db.exec('begin immediate; commit');
	} catch (cause) {
		if ((cause as { code?: string }).code === 'SQLITE_BUSY')
			throw new Refused(
				`另一个程序（如命令行 techfin）正打开着 ${dir} 的账本，不能恢复。请待其结束后再执行。原有数据未受影响。`
			);
		// Too damaged to be opened: nobody else has it open either.
	} finally {
		db.close();
	}
}

/** Puts a backup in place of the ledger in a folder; everything is verified before anything is moved, and nothing is deleted. */
export async function restore(
	word: string,
	options: {
		readonly shelf: string;
		readonly to: string;
		/** Which ledger's latest backup is meant. */
		readonly ledger?: string | null;
		readonly now?: () => Date;
	}
): Promise<Restored> {
	const started = performance.now();
	const now = options.now ?? (() => new Date());
	const to = resolve(options.to);
	const { shelf, name } = chosen(word, options.shelf, options.ledger ?? null);
	const key = backupKey();
	const { contents, database } = readManifest(join(shelf, name), key);
	mkdirSync(to, { recursive: true, mode: 0o700 });
	const release = lock(to);
	const staged = free(to, `incoming-${stamp(now())}`);
	try {
		// What an earlier restoration had brought out and did not come to put in place: the backups have it.
		for (const name of readdirSync(to))
			if (name.startsWith('incoming-')) rmSync(join(to, name), { recursive: true });
		await demandRoom(to, database.plain.size + contents.files.bytes, '恢复');
		mkdirSync(staged, { mode: 0o700 });
		const { manifest, pieces } = await stage(shelf, name, key, to, staged);
		demandUnused(to);
		const aside = await exchange(to, staged, now());
		finish(to, manifest, aside, now);
		rmSync(exchanging(to));
		await flushed(to);
		const known = new Set(pieces.map(({ sha256 }) => sha256));
		return {
			backup: name,
			madeAt: manifest.madeAt,
			to,
			aside,
			files: pieces.length,
			later: aside ? filesIn(aside).filter((sha256) => !known.has(sha256)).length : 0,
			mainKey: manifest.mainKey.print === null || manifest.mainKey.print === keyPrint({ dir: to }),
			faults: manifest.faults,
			seconds: (performance.now() - started) / 1000
		};
	} finally {
		rmSync(staged, { recursive: true, force: true });
		release();
	}
}

/** Where pieces may lie: whatever a backup says, nothing is written outside. */
const placed = /^(files\/[0-9a-f]{2}\/[0-9a-f]{64}|trail\/\d[\w-]*\.jsonl\.gz)$/;

function filesIn(dir: string): string[] {
	const store = join(dir, 'files');
	if (!existsSync(store)) return [];
	return readdirSync(store).flatMap((folder) => readdirSync(join(store, folder)));
}

/** Brings a whole ledger out beside the one in place, and verifies it there. */
async function stage(
	shelf: string,
	name: string,
	key: BackupKey | null,
	before: string,
	staged: string
): Promise<{ manifest: Manifest; pieces: Piece[] }> {
	const file = join(staged, 'ledger.db');
	const manifest = await bringOut(shelf, name, key, file);
	const own = manifest.encryption ? key : null;
	const bench = join(staged, 'bench');
	mkdirSync(bench);
	const db = openCopy(file);
	const faults: string[] = [];
	let pieces: Piece[];
	try {
		faults.push(
			...(await copyFaults(db, manifest.contents, (archive) => archiveOn(shelf, archive, own, bench)))
		);
		pieces = piecesOf(db);
		const odd = pieces.find(({ place }) => !placed.test(place));
		if (odd) throw new Damaged(`备份 ${name} 中有不合规矩的文件名：${odd.place}。原有数据未受影响。`);
	} finally {
		db.close();
	}
	rmSync(bench, { recursive: true, force: true });
	const folders = new Set(pieces.map(({ place }) => join(staged, place, '..')));
	for (const folder of ['files', 'trail', ...folders])
		mkdirSync(resolve(staged, folder), { recursive: true });
	await each(pieces, async (piece) => {
		const fault = await fetchPiece(shelf, piece, own, before, join(staged, piece.place));
		if (fault) faults.push(fault);
	});
	for (const folder of folders) await flushed(folder);
	const fresh = faults.filter((fault) => !manifest.faults.includes(fault));
	if (fresh.length)
		throw new Damaged(
			`备份 ${name} 核验未通过，没有恢复：${fresh.slice(0, 5).join('；')}${fresh.length > 5 ? `；等 ${fresh.length} 处` : ''}。请改用另一份备份（techfin verify-backup all 可逐份核验）。原有数据未受影响。`
		);
	writeFileSync(join(staged, 'ready'), '');
	return { manifest, pieces };
}

/** Puts what is in place aside and what is staged in its place; from here on a mark stands until all is done. */
async function exchange(dir: string, staged: string, at: Date): Promise<string | null> {
	const present = parts.filter((part) => existsSync(join(dir, part)));
	const aside = present.length ? free(dir, `aside-${stamp(at)}`) : null;
	writeFileSync(exchanging(dir), JSON.stringify({ aside, staged }), { flush: true });
	await flushed(dir);
	if (aside) {
		mkdirSync(aside, { mode: 0o700 });
		for (const part of present) renameSync(join(dir, part), join(aside, part));
		await flushed(aside);
	}
	for (const part of parts)
		if (existsSync(join(staged, part))) renameSync(join(staged, part), join(dir, part));
	await flushed(dir);
	return aside;
}

/** Opens the ledger in its new place and records where it goes on from; whoever was signed in then is not any more. */
function finish(dir: string, manifest: Manifest, aside: string | null, now: () => Date): void {
	const ledger = openLedger(dir, { now, backedUp: true });
	try {
		ledger.db
			.transaction(() => {
				const head = headOf(ledger);
				const at = now().toISOString();
				ledger.db.exec(`update session set ended = 'revoked' where ended is null; delete from ticket`);
				ledger.db.prepare('update link set usedAt = ? where usedAt is null').run(at);
				record(ledger, { user: null }, 'backup.restore', `backup:${manifest.name}`, {
					madeAt: manifest.madeAt,
					from: head.seq,
					aside: aside && aside.slice(dir.length + 1)
				});
				noteInFile(dir, { restored: at, ...head });
			})
			.immediate();
	} finally {
		ledger.close();
	}
}

/** Whether a restoration was cut off half-way. */
export const isCutOff = (dir: string): boolean => existsSync(exchanging(dir));
