import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loanForm } from '../fixtures/loan-form.ts';
import { loanBook, loanMembers, refused, taken, withMember } from '../fixtures/hostile-book.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import type { Member } from '../fixtures/zip-of.ts';
import { zipOf } from '../fixtures/zip-of.ts';

// Protects the reader from archives that are larger inside than out, or that tell two stories of what they hold.
const blank = (megabytes: number) => Buffer.alloc(megabytes << 20, 0x20);
const part = (name: string, data: Buffer | string) => loanBook({ extra: [{ name, data }] });
/** A member that states a size and has that many packed bytes, whatever they are. */
const stating = (name: string, size: number, packed: number): Member => ({
	name,
	data: '',
	raw: { packed: randomBytes(packed), size, crc: 0 }
});

describe('A1: a bomb is refused within a second and takes no memory', () => {
	it('of 512 MB in half a megabyte', async () => {
		const bytes = zipOf([...loanMembers(), stating('xl/media/a.bin', 512 << 20, 512 << 10)]);
		await refused(bytes, /压缩比异常（512 MB）/);
	});
	it('of many members that are large together', async () => {
		const large = Array.from({ length: 3 }, (_, i) => stating(`xl/media/${i}.bin`, 150 << 20, 800 << 10));
		await refused(zipOf([...loanMembers(), ...large]), /解压后过大或压缩比异常（450 MB）/);
	});
	it('of 65,534 members', async () => {
		const members = Array.from({ length: 65_534 }, (_, i) => ({ name: `${i}`, data: '', store: true }));
		await refused(zipOf(members), /文件过多（65534 个）/);
	});
	it('of archives within archives, which nobody opens', async () => {
		let nested = zipOf([{ name: 'a', data: blank(20) }]);
		for (let depth = 0; depth < 6; depth++)
			nested = zipOf(Array.from({ length: 8 }, (_, i) => ({ name: `${i}.zip`, data: nested })));
		await refused(nested, /没有工作簿/);
		await taken(part('xl/media/a.zip', nested));
	});
	it('of shared strings, small packed and large unpacked', async () => {
		const bomb = deflateRawSync(blank(140));
		const strings = { packed: bomb, size: 140 << 20, crc: 0 };
		const before = process.memoryUsage().rss;
		await refused(
			zipOf(
				loanMembers().map((one) =>
					one.name.endsWith('workbook.xml') ? { ...one, data: '', raw: strings } : one
				)
			),
			/压缩比异常/
		);
		expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
	});
	it('of real bytes that are more than stated, counted while they come out', async () => {
		const before = process.memoryUsage().rss;
		const raw = { packed: deflateRawSync(blank(180)), size: 1 << 20, crc: 0 };
		await refused(
			zipOf(loanMembers().map((one) => (one.name.includes('sheet1') ? { ...one, data: '', raw } : one))),
			/比目录所列的长/
		);
		expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
	});
	it('of endless space inside one tag, one comment and one text', { timeout: 60_000 }, async () => {
		// Packed as tightly as is allowed: 200 to 1, which is what a honest but empty sheet comes to.
		const noise = randomBytes(40_000).toString('base64');
		const space = ' '.repeat(7 << 20);
		for (const filler of [`<c r="A1" ${space}`, `<!-- ${space}`, `<c r="A1" t="str"><v>${space}`]) {
			const data = `<worksheet><!--${noise}--><sheetData><row r="1">${filler}`;
			const bytes = withMember('sheet1', { data });
			await refused(bytes, /过长|没有写完|表头/);
		}
	});
});

/** The archive with one field of the central directory's nth entry, or of its end, overwritten. */
function rewritten(bytes: Buffer, entry: number | 'end', at: number, value: number, width: 2 | 4): Buffer {
	const copy = Buffer.from(bytes);
	const end = copy.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	let place = entry === 'end' ? end : copy.readUInt32LE(end + 16);
	for (let i = 0; entry !== 'end' && i < entry; i++)
		place +=
			46 + copy.readUInt16LE(place + 28) + copy.readUInt16LE(place + 30) + copy.readUInt16LE(place + 32);
	if (width === 2) copy.writeUInt16LE(value, place + at);
	else copy.writeUInt32LE(value, place + at);
	return copy;
}

describe('A2: an archive whose directory lies is refused', () => {
	const sound = zipOf(loanMembers());
	/** Fields of an entry: packed size 20, size 24, disk 34, local header 42. Of the end: disks 4 and 6, counts 8 and 10, size 12, start 16. */
	const lies: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
		'a member said to be longer than it is': [
			withMember('sheet1', { claims: { size: 99_999 } }),
			/与目录不一致/
		],
		'a member said to be shorter': [
			withMember('sheet1', { claims: { size: 10 } }),
			/比目录所列的长|与目录不一致/
		],
		'packed data said to reach into the next member': [
			rewritten(sound, 0, 20, 500, 4),
			/重叠|无法解压|不一致/
		],
		'two members in one place': [rewritten(sound, 1, 42, 0, 4), /名称不一致|重叠/],
		'names that differ in case alone': [
			zipOf([...loanMembers(), { name: 'XL/Workbook.XML', data: 'x' }]),
			/同名文件/
		],
		'more members than there are': [
			rewritten(rewritten(sound, 'end', 8, 9, 2), 'end', 10, 9, 2),
			/目录不完整/
		],
		'a directory that starts elsewhere': [rewritten(sound, 'end', 16, 7, 4), /目录不完整|超出/],
		'a directory beyond the end': [rewritten(sound, 'end', 16, 0x7fff_ffff, 4), /超出文件末尾/],
		'one of several volumes': [rewritten(sound, 'end', 4, 1, 2), /分卷/],
		ZIP64: [rewritten(sound, 'end', 10, 0xffff, 2), /ZIP64/],
		'a member in ZIP64': [rewritten(sound, 0, 24, 0xffff_ffff, 4), /ZIP64/],
		'an unknown way of packing': [rewritten(sound, 0, 10, 99, 2), /压缩方法 99/],
		'an absolute name': [part('/etc/passwd', 'x'), /不安全的路径/],
		'a name of another drive': [part('C:evil.xml', 'x'), /不安全的路径/],
		'a name with backslashes that climbs': [part('..\\..\\evil.xml', 'x'), /不安全的路径/]
	};
	it.each(Object.entries(lies))('%s', (_, [bytes, message]) => refused(bytes, message));
	it('also where the header of one member lies within the data of another', async () => {
		// The second entry points at the local header hidden in the stored data of the first.
		const inner = zipOf([{ name: 'a.xml', data: '<a/>', store: true }]);
		const outer = zipOf([
			{ name: 'b.bin', data: inner, store: true },
			{ name: 'a.xml', data: '<a/>', store: true },
			...loanMembers()
		]);
		const hidden = 30 + 'b.bin'.length;
		await refused(rewritten(outer, 1, 42, hidden, 4), /重叠/);
	});
	it('but an archive that is only stored inside is left alone', async () => {
		await taken(part('xl/media/outer.bin', zipOf([{ name: 'inner', data: 'x' }])));
	});
});

describe('A5: every byte that is kept was verified', () => {
	it('of parts that nobody reads', async () => {
		const broken = loanBook({ extra: [{ name: 'xl/media/a.png', data: 'picture', claims: { crc: 1 } }] });
		await refused(broken, /a\.png 的校验和不符/);
	});
	it('of an archive with a .dat', async () => {
		const { file } = await readBytes(
			zipOf([
				{ name: 'a.dat', data: 'x|y\n' },
				{ name: 'a.log', data: 'x' },
				{ name: 'notes.txt', data: 'x', claims: { crc: 1 } }
			]),
			'a.zip',
			loanForm
		);
		expect(file.problems.map(({ message }) => message).join()).toMatch(/notes\.txt 的校验和不符/);
	});
});
