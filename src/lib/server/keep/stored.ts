import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Damaged, decrypted, encrypted, type BackupKey } from './cipher.ts';

/** How a file is stored: as it is, compressed, encrypted, or compressed and then encrypted. */
export interface Form {
	readonly compressed: boolean;
	readonly key: BackupKey | null;
}

/** Size and SHA-256 of some bytes. */
export interface Measured {
	readonly size: number;
	readonly sha256: string;
}

/** A file as it is, and as it is stored. */
export interface Stored {
	readonly plain: Measured;
	readonly kept: Measured;
}

class Meter extends Transform {
	size = 0;
	readonly #hash: Hash = createHash('sha256');
	override _transform(bytes: Buffer, _encoding: string, done: (error: null, bytes: Buffer) => void): void {
		this.size += bytes.length;
		this.#hash.update(bytes);
		done(null, bytes);
	}
	get measured(): Measured {
		return { size: this.size, sha256: this.#hash.digest('hex') };
	}
}

type Stage = NodeJS.ReadWriteStream | ((source: AsyncIterable<Buffer>) => AsyncIterable<Buffer>);
type Sink = NodeJS.WritableStream | ((source: AsyncIterable<Buffer>) => Promise<void>);

const reading = (path: string) => createReadStream(path, { highWaterMark: 1 << 20 });

async function through(path: string, stages: readonly Stage[], sink: Sink): Promise<void> {
	await pipeline([reading(path), ...stages, sink] as never);
}

const closing = ({ compressed, key }: Form): Stage[] => [
	...(compressed ? [createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } })] : []),
	...(key ? [(source: AsyncIterable<Buffer>) => encrypted(source, key)] : [])
];
const opening = ({ compressed, key }: Form): Stage[] => [
	...(key ? [(source: AsyncIterable<Buffer>) => decrypted(source, key)] : []),
	...(compressed ? [createZstdDecompress()] : [])
];

/** Writes a file anew, on disk before this returns; readable by its owner only. */
const written = (path: string, mode = 0o600) => createWriteStream(path, { flags: 'wx', mode, flush: true });

/** Stores a file in a form; it is there wholly or not at all, half of it only ever in `half`. Its name is on disk once the folder is flushed. */
export async function store(
	from: string,
	to: string,
	form: Form,
	half: string,
	mode = 0o600
): Promise<Stored> {
	const [plain, kept] = [new Meter(), new Meter()];
	const temporary = join(half, `${basename(to)}.${randomUUID()}`);
	try {
		await through(from, [plain, ...closing(form), kept], written(temporary, mode));
		await mkdir(dirname(to), { recursive: true, mode: 0o700 });
		await rename(temporary, to);
	} catch (cause) {
		await rm(temporary, { force: true });
		throw cause;
	}
	return { plain: plain.measured, kept: kept.measured };
}

/** Opens a stored file, into a file or only to be measured; throws `Damaged` or `WrongKey` if it cannot be. */
export async function unstore(from: string, form: Form, to: string | null, mode = 0o600): Promise<Stored> {
	const [plain, kept] = [new Meter(), new Meter()];
	const sink: Sink =
		to === null
			? async (source) => {
					for await (const bytes of source) void bytes;
				}
			: written(to, mode);
	try {
		await through(from, [kept, ...opening(form), plain], sink);
	} catch (cause) {
		if (/^(Z_|ZSTD_|ERR_ZSTD)/.test((cause as NodeJS.ErrnoException).code ?? ''))
			throw new Damaged('压缩内容已损坏或不完整');
		throw cause;
	}
	return { plain: plain.measured, kept: kept.measured };
}

/** Size and SHA-256 of a file as it lies. */
export async function measure(path: string): Promise<Measured> {
	const meter = new Meter();
	await through(path, [meter], async (source) => {
		for await (const bytes of source) void bytes;
	});
	return meter.measured;
}
