import { faultPoint } from '#faults';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyPrint } from '#lib/server/access/seal.ts';
import { flushed } from '#lib/server/ledger/files.ts';
import { archivePath } from '#lib/server/ledger/trail-keep.ts';
import { backupKey, scheme } from './cipher.ts';
import { contentsOf, piecesOf } from './contents.ts';
import { alone, copyDatabase, demandRoom, identify, openCopy } from './copy.ts';
import { format, keyNote, productVersion, writeManifest, type Manifest } from './manifest.ts';
import { storePieces } from './pieces.ts';
import { rotate } from './rotate.ts';
import { backupsOf, clearedShelf, halfOf, nameFor, type Kind } from './shelf.ts';
import { store } from './stored.ts';
import { bringOut, copyFaults } from './verify.ts';

/** A backup just made. */
export interface Made {
	readonly manifest: Manifest;
	/** Filed files that no earlier backup had. */
	readonly added: number;
	/** Older backups that went with it. */
	readonly removed: readonly string[];
	readonly seconds: number;
}

/** Makes a backup beside a working ledger and verifies it by opening it; nothing of it is to be seen before it is whole. */
export function makeBackup(dir: string, kind: Kind, now: () => Date = () => new Date()): Promise<Made> {
	const started = performance.now();
	return alone(dir, async (bench) => {
		const shelf = clearedShelf(backupsOf(dir));
		const ledger = identify(dir);
		const size = statSync(join(dir, 'ledger.db')).size;
		await demandRoom(dir, size, '备份');
		await demandRoom(shelf, size, '备份');
		const copy = join(bench, 'ledger.db');
		const madeAt = now();
		await copyDatabase(dir, copy);
		faultPoint('backup.copied');
		const key = backupKey();
		const name = nameFor(shelf, madeAt, kind);
		const half = join(halfOf(shelf), name);
		mkdirSync(half, { mode: 0o700 });
		const { added, ...described } = await describe(dir, shelf, copy, madeAt);
		const file = `ledger.db.zst${key ? '.enc' : ''}`;
		const { plain, kept } = await store(copy, join(half, file), { compressed: true, key }, halfOf(shelf));
		const manifest: Manifest = {
			format,
			name,
			kind,
			madeAt: madeAt.toISOString(),
			product: productVersion(),
			ledger,
			database: { file, plain, kept },
			encryption: key && { scheme, key: key.id },
			mainKey: { print: keyPrint({ dir }), note: keyNote },
			...described
		};
		writeManifest(half, manifest);
		await flushed(half);
		await bringOut(halfOf(shelf), name, key, null);
		faultPoint('backup.made');
		renameSync(half, join(shelf, name));
		await flushed(shelf);
		rmSync(halfOf(shelf), { recursive: true, force: true });
		const removed = rotate(shelf, ledger, name);
		return { manifest, added, removed, seconds: (performance.now() - started) / 1000 };
	});
}

/** Looks a fresh copy through, and sees to the files that it names. */
async function describe(
	dir: string,
	shelf: string,
	copy: string,
	at: Date
): Promise<Pick<Manifest, 'sqlite' | 'demo' | 'contents' | 'faults'> & { readonly added: number }> {
	const db = openCopy(copy);
	try {
		const contents = contentsOf(db);
		const faults = await copyFaults(db, null, (file) => readFile(archivePath(dir, file)));
		const pieces = await storePieces(dir, shelf, piecesOf(db), backupKey(), at);
		return {
			sqlite: db.prepare('select sqlite_version()').pluck().get() as string,
			demo: db.prepare(`select value from setting where key = 'demo'`).pluck().get() === 'yes',
			contents,
			faults: [...faults, ...pieces.faults],
			added: pieces.added
		};
	} finally {
		db.close();
	}
}
