import { Readable } from 'node:stream';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import type { Source, ZipEntry } from './zip.ts';

/** A member ready to be written: its data packed, or copied as it was. */
export interface Packed {
	readonly name: string;
	readonly method: number;
	readonly time: number;
	readonly crc: number;
	readonly size: number;
	readonly data: Buffer;
}

/** 1 January 2026 in the clock of ZIP; archives made here do not depend on when. */
export const someDay = ((46 << 9) | (1 << 5) | 1) << 16;

/** Packs bytes for an archive. */
export const packed = (name: string, bytes: Buffer, time = someDay, level = 6): Packed => ({
	name,
	method: 8,
	time,
	crc: crc32(bytes),
	size: bytes.length,
	data: deflateRawSync(bytes, { level })
});

const large = 4 << 20;

/** Packs pieces for an archive; a large whole is packed beside the main thread, and faster than smaller. */
export async function packedPieces(name: string, pieces: readonly Buffer[], time = someDay): Promise<Packed> {
	const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
	if (size < large) return packed(name, Buffer.concat(pieces), time);
	const crc = pieces.reduce((sum, piece) => crc32(piece, sum), 0);
	const out: Buffer[] = [];
	for await (const chunk of Readable.from(evenly(pieces)).pipe(createDeflateRaw({ level: 3 })))
		out.push(chunk as Buffer);
	return { name, method: 8, time, crc, size, data: Buffer.concat(out) };
}

/** The same bytes in pieces of a size that is worth a step. */
function* evenly(pieces: readonly Buffer[], step = 1 << 18): Generator<Buffer> {
	let small: Buffer[] = [];
	let length = 0;
	for (const piece of pieces) {
		for (let at = 0; at < piece.length; at += step) {
			const part = piece.subarray(at, at + step);
			small.push(part);
			length += part.length;
			if (length < step) continue;
			yield Buffer.concat(small);
			[small, length] = [[], 0];
		}
	}
	if (length) yield Buffer.concat(small);
}

/** A member of another archive, byte for byte, without unpacking it. */
export const copied = (source: Source, entry: ZipEntry): Packed => ({
	name: entry.name,
	method: entry.method,
	time: entry.time,
	crc: entry.crc,
	size: entry.size,
	data: source.read(entry.start, entry.packed)
});

/** An archive of the members in order. */
export function writeZip(members: readonly Packed[]): Buffer {
	const pieces: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const member of members) {
		const name = Buffer.from(member.name, 'utf8');
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(0x800, 2);
		common.writeUInt16LE(member.method, 4);
		common.writeUInt32LE(member.time >>> 0, 6);
		common.writeUInt32LE(member.crc, 10);
		common.writeUInt32LE(member.data.length, 14);
		common.writeUInt32LE(member.size, 18);
		common.writeUInt16LE(name.length, 22);
		pieces.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, member.data);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, name);
		offset += 30 + name.length + member.data.length;
	}
	const central = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(members.length, 8);
	end.writeUInt16LE(members.length, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...pieces, central, end]);
}
