import { existsSync, statSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { flushed } from '#lib/server/ledger/files.ts';
import { encryptedSize, WrongKey, type BackupKey } from './cipher.ts';
import type { Piece } from './contents.ts';
import { halfOf } from './shelf.ts';
import { measure, store, unstore } from './stored.ts';

/** Where a piece lies among the backups; under each key apart, so that a change of key leaves older backups whole. */
export const pieceOn = (shelf: string, { place }: Pick<Piece, 'place'>, key: BackupKey | null): string =>
	join(shelf, key ? `${place}.${key.id}` : place);

const form = (key: BackupKey | null) => ({ compressed: false, key });
const read = (path: string, key: BackupKey | null) => unstore(path, form(key), null);

/** How many files are worked on at a time: most of the time goes by waiting for the disk. */
const atOnce = 8;

/** Works on each of many things, a few at a time. */
export async function each<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
	const left = [...things].reverse();
	const worker = async (): Promise<void> => {
		for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}

function sizeHolds(path: string, { size }: Piece, key: BackupKey | null): boolean {
	return size === null || statSync(path).size === (key ? encryptedSize(size) : size);
}

/** Why a piece among the backups cannot be relied on; `null` if it can. Read to its end only if `wholly`. */
export async function pieceFault(
	shelf: string,
	piece: Piece,
	key: BackupKey | null,
	wholly: boolean
): Promise<string | null> {
	const path = pieceOn(shelf, piece, key);
	if (!existsSync(path)) return `备份中缺少 ${piece.place}`;
	if (!sizeHolds(path, piece, key)) return `备份中的 ${piece.place} 长度不对`;
	if (!wholly) return null;
	try {
		const { plain } = await read(path, key);
		return plain.sha256 === piece.sha256 ? null : `备份中的 ${piece.place} 与其摘要不符`;
	} catch (cause) {
		if (cause instanceof WrongKey) throw cause;
		return `备份中的 ${piece.place} 已损坏（${(cause as Error).message}）`;
	}
}

/** Below this many bytes every piece is read at every backup. */
const readAll = 2 * 1024 ** 3;

/** The pieces to be read to their end this time: all of them, or where they are too many a part that changes with the hour, so that a week covers all. */
export function readNow(pieces: readonly Piece[], at: Date): ReadonlySet<Piece> {
	if (pieces.reduce((sum, { size }) => sum + (size ?? 0), 0) <= readAll) return new Set(pieces);
	const slot = Math.floor(at.getTime() / 3_600_000) % 168;
	return new Set(pieces.filter(({ sha256 }) => parseInt(sha256.slice(0, 8), 16) % 168 === slot));
}

/** Backs up what is not there yet, once for all backups, and looks at what is. Answers what neither ledger nor backups have. */
export async function storePieces(
	dir: string,
	shelf: string,
	pieces: readonly Piece[],
	key: BackupKey | null,
	at: Date
): Promise<{ readonly added: number; readonly faults: readonly string[] }> {
	const wholly = readNow(pieces, at);
	const faults: string[] = [];
	const folders = new Set<string>();
	let added = 0;
	await each(pieces, async (piece) => {
		const lacking = await pieceFault(shelf, piece, key, wholly.has(piece));
		if (lacking === null) return;
		const from = join(dir, piece.place);
		const to = pieceOn(shelf, piece, key);
		if (!existsSync(from)) {
			faults.push(lacking);
			return;
		}
		const { plain } = await store(from, to, form(key), halfOf(shelf), 0o400);
		folders.add(dirname(to));
		added += 1;
		if (plain.sha256 !== piece.sha256) {
			await rm(to, { force: true });
			added -= 1;
		}
		const fault = await pieceFault(shelf, piece, key, true);
		if (fault) faults.push(fault);
	});
	for (const folder of folders) await flushed(folder);
	return { added, faults: faults.sort() };
}

/** Brings a piece back into a data folder: from the folder it was in before if it is whole there, from the backups otherwise. */
export async function fetchPiece(
	shelf: string,
	piece: Piece,
	key: BackupKey | null,
	before: string,
	to: string
): Promise<string | null> {
	const old = join(before, piece.place);
	if (existsSync(old) && (await measure(old)).sha256 === piece.sha256) {
		await link(old, to);
		return null;
	}
	const fault = await pieceFault(shelf, piece, key, false);
	if (fault) return fault;
	const { plain } = await unstore(pieceOn(shelf, piece, key), form(key), to, 0o444);
	return plain.sha256 === piece.sha256 ? null : `备份中的 ${piece.place} 与其摘要不符`;
}
