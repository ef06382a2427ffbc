import { faultPoint } from '#faults';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { numberSetting } from '#settings';
import type { Ledger } from './open.ts';
import { Refused } from './scope.ts';

/** Largest file taken in, in bytes. */
export const uploadLimit = (): number => numberSetting('TECHFIN_UPLOAD_LIMIT', 60 * 1024 * 1024);

/** Space that stays free for the ledger itself, in bytes. */
const reserve = 256 * 1024 * 1024;

/** Where the file with this hash lies, as it was filed. */
export const filePath = (ledger: Ledger, sha256: string): string =>
	join(ledger.dir, 'files', sha256.slice(0, 2), sha256);

/** Makes sure that names entered in a folder are on disk. */
export async function flushed(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Keeps a file as filed, under its hash, read-only, on disk before this returns. */
export async function storeFile(
	ledger: Ledger,
	source: string | Uint8Array | Readable | AsyncIterable<Uint8Array>,
	limit = uploadLimit()
): Promise<{ sha256: string; size: number; path: string }> {
	const { bavail, bsize } = await statfs(ledger.dir);
	if (bavail * bsize < reserve) throw new Refused('服务器磁盘空间不足，暂不能接收文件，请联系管理员', 507);
	const temporary = join(ledger.dir, 'tmp', `${randomUUID()}.upload`);
	const hash = createHash('sha256');
	let size = 0;
	let trouble: Error | null = null;
	const handle = await open(temporary, 'wx');
	try {
		const chunks =
			typeof source === 'string'
				? createReadStream(source)
				: source instanceof Uint8Array
					? [source]
					: source;
		for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
			size += chunk.length;
			if (size > limit)
				throw new Refused(`文件超过 ${Math.floor(limit / 1024 / 1024)} MB，请拆分后报送`, 413);
			hash.update(chunk);
			// Who is not listened to until the end does not hear the answer.
			trouble ??= await handle.writeFile(chunk).then(
				() => null,
				(cause: Error) => cause
			);
		}
		if (trouble) throw trouble;
		if (!size) throw new Refused('文件是空的', 400);
		await handle.sync();
	} catch (cause) {
		await handle.close();
		await rm(temporary, { force: true });
		throw cause;
	}
	await handle.close();
	faultPoint('file.received');
	const sha256 = hash.digest('hex');
	const path = filePath(ledger, sha256);
	if (existsSync(path)) {
		await rm(temporary);
		return { sha256, size, path };
	}
	await chmod(temporary, 0o444);
	const folder = join(ledger.dir, 'files', sha256.slice(0, 2));
	await mkdir(folder, { recursive: true });
	await rename(temporary, path);
	await flushed(folder);
	faultPoint('file.stored');
	return { sha256, size, path };
}
