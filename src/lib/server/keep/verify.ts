import type { Database } from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownAnchors } from '#lib/server/ledger/anchors.ts';
import { verifyChain } from '#lib/server/ledger/trail-verify.ts';
import { Damaged, type BackupKey } from './cipher.ts';
import { contentFaults, contentsOf, piecesOf, type Contents } from './contents.ts';
import { openCopy } from './copy.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { each, pieceFault, pieceOn } from './pieces.ts';
import { unstore } from './stored.ts';

/** Whether a database is whole as SQLite sees it; the first few faults. */
export function structureFaults(db: Database): string[] {
	const said = db.pragma('integrity_check(5)') as { integrity_check: string }[];
	const broken = db.pragma('foreign_key_check') as { table: string }[];
	return [
		...said
			.filter((one) => one.integrity_check !== 'ok')
			.map((one) => `数据库完整性检查未通过：${one.integrity_check}`),
		...(broken.length ? [`有 ${broken.length} 处引用断开，首处在表 ${broken[0]!.table}`] : [])
	];
}

/** What is wrong with a copy: its structure, its trail, or that it does not hold what was written down of it. */
export async function copyFaults(
	db: Database,
	should: Contents | null,
	archive: (file: string) => Promise<Buffer>
): Promise<string[]> {
	const structure = structureFaults(db);
	if (structure.length) return structure;
	const archives = new Map<string, Buffer | string>();
	for (const { place } of piecesOf(db).filter((one) => one.place.startsWith('trail/'))) {
		const file = place.slice('trail/'.length);
		archives.set(file, await archive(file).catch((cause: Error) => cause.message));
	}
	const { broken } = verifyChain({
		db,
		anchors: { days: ownAnchors(db), resumed: [] },
		archive(file) {
			const bytes = archives.get(file);
			if (Buffer.isBuffer(bytes)) return bytes;
			throw new Error(bytes ?? `归档文件缺失：${file}`);
		}
	});
	return [
		...(should ? contentFaults(contentsOf(db), should) : []),
		...(broken ? [`审计记录第 ${broken.seq} 条起不可信：${broken.why}`] : [])
	];
}

/** Reads an archive of the trail from among the backups. */
export async function archiveOn(
	shelf: string,
	file: string,
	key: BackupKey | null,
	bench: string
): Promise<Buffer> {
	const to = join(bench, `${file}.${process.hrtime.bigint()}`);
	await unstore(pieceOn(shelf, { place: `trail/${file}` }, key), { compressed: false, key }, to);
	return readFileSync(to);
}

/** Brings the database of a backup out into a file; throws a sentence if a single byte is not as it was written. */
export async function bringOut(
	shelf: string,
	name: string,
	key: BackupKey | null,
	to: string | null
): Promise<Manifest> {
	const folder = join(shelf, name);
	const manifest = readManifest(folder, key);
	const { file, plain, kept } = manifest.database;
	const form = { compressed: true, key: manifest.encryption ? key : null };
	const damaged = (why: string) =>
		new Damaged(
			`备份 ${name} 已损坏：${why}。请改用另一份备份（techfin verify-backup all 可逐份核验）。原有数据未受影响。`
		);
	const found = await unstore(join(folder, file), form, to).catch((cause: Error) => {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw damaged(`缺少 ${file}`);
		throw cause instanceof Damaged ? damaged(cause.message) : cause;
	});
	if (found.kept.size !== kept.size) throw damaged(`应为 ${kept.size} 字节，实为 ${found.kept.size} 字节`);
	if (found.kept.sha256 !== kept.sha256 || found.plain.sha256 !== plain.sha256)
		throw damaged('内容与清单中的摘要不符');
	return manifest;
}

/** What verifying a backup came to. */
export interface Verdict {
	readonly name: string;
	readonly manifest: Manifest | null;
	/** What is wrong with it beyond what was wrong with the ledger when it was made. */
	readonly faults: readonly string[];
	readonly seconds: number;
}

/** Verifies a backup by opening it: every byte, the database, the trail, and every file that the ledger names. */
export async function verifyBackup(
	shelf: string,
	name: string,
	key: BackupKey | null,
	bench: string
): Promise<Verdict> {
	const started = performance.now();
	const to = join(bench, `${name}.db`);
	const verdict = (manifest: Manifest | null, faults: readonly string[]): Verdict => ({
		name,
		manifest,
		faults: faults.filter((fault) => !manifest?.faults.includes(fault)),
		seconds: (performance.now() - started) / 1000
	});
	let manifest: Manifest;
	try {
		manifest = await bringOut(shelf, name, key, to);
	} catch (cause) {
		return verdict(null, [(cause as Error).message]);
	}
	const own = manifest.encryption ? key : null;
	const db = openCopy(to);
	try {
		const faults = await copyFaults(db, manifest.contents, (file) => archiveOn(shelf, file, own, bench));
		await each(piecesOf(db), async (piece) => {
			const fault = await pieceFault(shelf, piece, own, true);
			if (fault) faults.push(fault);
		});
		return verdict(manifest, faults.sort());
	} finally {
		db.close();
	}
}
