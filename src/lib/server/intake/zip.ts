import { createReadStream, openSync, closeSync, fstatSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { BadFile } from './problem.ts';

/** One member of an archive, as the central directory states it and the local header confirms it. */
export interface ZipEntry {
	readonly name: string;
	readonly method: number;
	readonly flags: number;
	readonly time: number;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	/** First byte of the local header, and of the packed data. */
	readonly header: number;
	readonly start: number;
}

/** Bytes that can be read anywhere: a file on disk, or a buffer. */
export interface Source {
	readonly size: number;
	read(start: number, length: number): Buffer;
	stream(start: number, length: number): AsyncIterable<Buffer>;
	close(): void;
}

export function fileSource(path: string): Source {
	const fd = openSync(path, 'r');
	return {
		size: fstatSync(fd).size,
		read(start, length) {
			const bytes = Buffer.allocUnsafe(length);
			return bytes.subarray(0, readSync(fd, bytes, 0, length, start));
		},
		stream: (start, length) =>
			createReadStream(path, { start, end: start + length - 1, highWaterMark: 1 << 18 }),
		close: () => closeSync(fd)
	};
}

export function bufferSource(bytes: Buffer): Source {
	const read = (start: number, length: number) => bytes.subarray(start, start + length);
	return {
		size: bytes.length,
		read,
		async *stream(start, length) {
			yield read(start, length);
		},
		close() {}
	};
}

const broken = (what: string) =>
	new BadFile(`文件损坏：${what}`, '请在 Excel 或 WPS 中打开原文件，另存后重新上传');

/** End of central directory: how many entries, where they start. */
function directoryEnd(source: Source): { count: number; start: number; size: number } {
	const length = Math.min(source.size, 65_557);
	const tail = source.read(source.size - length, length);
	let at = tail.length - 22;
	while (at >= 0 && tail.readUInt32LE(at) !== 0x06054b50) at--;
	if (at < 0) throw broken('压缩包没有结尾，可能没有传完或没有保存完');
	const count = tail.readUInt16LE(at + 10);
	const size = tail.readUInt32LE(at + 12);
	const start = tail.readUInt32LE(at + 16);
	if (count === 0xffff || start === 0xffffffff || size === 0xffffffff) {
		throw new BadFile('压缩包用了 ZIP64 格式', '请减少内容或分次报送，另存为普通 .xlsx');
	}
	if (tail.readUInt16LE(at + 4) || tail.readUInt16LE(at + 8) !== count) throw broken('压缩包是分卷的');
	if (start + size > source.size) throw broken('压缩包目录超出文件末尾');
	return { count, start, size };
}

/** File names are UTF-8 if the flag says so or they are valid UTF-8; Chinese tools of old wrote GB18030. */
function nameOf(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}

function checkName(name: string, seen: Set<string>): void {
	if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]|\0|^[A-Za-z]:/.test(name)) {
		throw new BadFile('压缩包内有不安全的路径', '请用 Excel 或 WPS 重新保存文件后上传', {
			seen: name.slice(0, 100)
		});
	}
	const folded = name.toLowerCase();
	if (seen.has(folded))
		throw new BadFile('压缩包内有同名文件', '请用 Excel 或 WPS 重新保存文件后上传', { seen: name });
	seen.add(folded);
}

/** Where the packed data starts; the local header must tell the same story as the directory. */
function dataStart(source: Source, offset: number, name: Buffer): number {
	const header = source.read(offset, 30 + name.length);
	if (header.length < 30 + name.length || header.readUInt32LE(0) !== 0x04034b50)
		throw broken('找不到目录所列的内容');
	if (header.readUInt16LE(26) !== name.length || !header.subarray(30).equals(name))
		throw broken('目录与内容的名称不一致');
	return offset + 30 + name.length + header.readUInt16LE(28);
}

/** The members of an archive; throws `BadFile` on anything a spreadsheet program would not write. */
export function zipEntries(source: Source, most = 500): ZipEntry[] {
	const { count, start, size } = directoryEnd(source);
	if (count > most)
		throw new BadFile(`压缩包内文件过多（${count} 个）`, `压缩包内最多 ${most} 个文件，请另存为新的 .xlsx`);
	const directory = source.read(start, size);
	const seen = new Set<string>();
	const entries: ZipEntry[] = [];
	for (let i = 0, at = 0; i < count; i++) {
		if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50)
			throw broken('压缩包目录不完整');
		const nameBytes = directory.subarray(at + 46, at + 46 + directory.readUInt16LE(at + 28));
		const flags = directory.readUInt16LE(at + 8);
		const method = directory.readUInt16LE(at + 10);
		const name = nameOf(nameBytes);
		checkName(name, seen);
		if (flags & 0x41) throw new BadFile('文件已加密', '请去掉密码后另存为 .xlsx 再上传', { seen: name });
		if (method !== 0 && method !== 8) throw broken(`不支持的压缩方法 ${method}`);
		const packed = directory.readUInt32LE(at + 20);
		const unpacked = directory.readUInt32LE(at + 24);
		const offset = directory.readUInt32LE(at + 42);
		if ([packed, unpacked, offset].includes(0xffffffff)) throw broken('压缩包用了 ZIP64 格式');
		if (method === 0 && packed !== unpacked) throw broken('内容长度与目录不一致');
		entries.push({
			name,
			method,
			flags,
			time: directory.readUInt32LE(at + 12),
			crc: directory.readUInt32LE(at + 16),
			packed,
			size: unpacked,
			header: offset,
			start: dataStart(source, offset, nameBytes)
		});
		at += 46 + nameBytes.length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
	}
	refuseOverlap(entries, start);
	return entries;
}

function refuseOverlap(entries: readonly ZipEntry[], directory: number): void {
	let end = 0;
	for (const entry of entries.toSorted((a, b) => a.header - b.header)) {
		if (entry.header < end || entry.start + entry.packed > directory) throw broken('压缩包内的内容互相重叠');
		end = entry.start + entry.packed;
	}
}

/** All bytes of a member, with its stated size and checksum verified. */
export function entryBytes(source: Source, entry: ZipEntry): Buffer {
	const packed = source.read(entry.start, entry.packed);
	if (packed.length !== entry.packed) throw broken(`${entry.name} 不完整`);
	let bytes = packed;
	if (entry.method === 8) {
		try {
			// One buffer of the stated size: no copy of a large part.
			bytes = inflateRawSync(packed, {
				maxOutputLength: Math.max(1, entry.size),
				chunkSize: Math.max(64, entry.size + 1)
			});
		} catch {
			throw broken(`${entry.name} 无法解压或长度与目录不一致`);
		}
	}
	if (bytes.length !== entry.size) throw broken(`${entry.name} 的长度与目录不一致`);
	if (crc32(bytes) !== entry.crc) throw broken(`${entry.name} 的校验和不符`);
	return bytes;
}

/** The bytes of a member piece by piece; its size and checksum are verified by the end. */
export async function* entryChunks(source: Source, entry: ZipEntry): AsyncGenerator<Buffer> {
	let size = 0;
	let crc = 0;
	if (entry.packed > 0) {
		const packed = source.stream(entry.start, entry.packed);
		const chunks = entry.method === 8 ? inflated(packed, entry.name) : packed;
		for await (const chunk of chunks) {
			size += chunk.length;
			if (size > entry.size) throw broken(`${entry.name} 比目录所列的长`);
			crc = crc32(chunk, crc);
			yield chunk;
		}
	}
	if (size !== entry.size) throw broken(`${entry.name} 的长度与目录不一致`);
	if (crc !== entry.crc) throw broken(`${entry.name} 的校验和不符`);
}

async function* inflated(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
	const inflate = createInflateRaw({ chunkSize: 1 << 16 });
	pipeline(packed, inflate, () => {});
	try {
		for await (const chunk of inflate) yield chunk as Buffer;
	} catch (cause) {
		if (cause instanceof BadFile) throw cause;
		throw broken(`${name} 无法解压`);
	} finally {
		inflate.destroy();
	}
}
