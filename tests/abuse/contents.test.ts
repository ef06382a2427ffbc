import { describe, expect, it } from 'vitest';
import { loanBook, refused, withMember } from '../fixtures/hostile-book.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import { zipOf } from '../fixtures/zip-of.ts';

// Protects the filer from riddles: a file is taken for what it is, and what cannot be read is called by its name.
/** The beginning of an OLE file with a directory of streams: what a password or an old program makes. */
function oleFile(...streams: readonly string[]): Buffer {
	const bytes = Buffer.alloc(2048);
	Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
	bytes.writeUInt16LE(0x3e, 24);
	bytes.writeUInt16LE(3, 26);
	bytes.writeUInt16LE(0xfffe, 28);
	bytes.writeUInt16LE(9, 30);
	['Root Entry', ...streams].forEach((name, i) => {
		bytes.write(name, 512 + i * 128, 'utf16le');
		bytes.writeUInt16LE((name.length + 1) * 2, 512 + i * 128 + 64);
	});
	return bytes;
}

describe('A7: a password or an old .xls is said as such', () => {
	const said = /文件已加密或为旧版 \.xls/;
	it('whatever the file is called', async () => {
		await refused(oleFile('EncryptionInfo', 'EncryptedPackage'), said, '报表.xlsx');
		await refused(oleFile('Workbook'), said, '报表.xls');
		await refused(oleFile('Workbook'), said, '报表.csv');
		await refused(withMember('sheet1', { flags: 0x801 }), /已加密/);
	});
	it('with the remedy: without a password, as .xlsx', async () => {
		const { file } = await readBytes(oleFile('EncryptedPackage'), 'a.xlsx', loanForm);
		expect(file.problems).toMatchObject([
			{ check: 'S01', where: '全表', remedy: expect.stringContaining('另存为 .xlsx') }
		]);
	});
});

describe('A8: a file is what its content is', () => {
	const csv = Buffer.from(
		`${Object.values(loanForm.columns)
			.map(({ label }) => label)
			.join(',')}\nJ1,91110108MA0000015T,CS01,2026-09-30,5.00\n`
	);
	it.each([
		['.csv called .xlsx', csv, '报表.xlsx', 'csv'],
		['.xlsx called .csv', loanBook(), '报表.csv', 'xlsx'],
		['.xlsx called .pdf', loanBook(), '报表.pdf', 'xlsx'],
		['.csv without a name', csv, '', 'csv']
	])('%s is read as what it is', async (_, bytes, name, layout) => {
		const { file, rows } = await readBytes(bytes, name, loanForm);
		expect([file.problems, rows.length, file.layout]).toEqual([[], 1, layout]);
	});
	it.each([
		['a web page called .xlsx', Buffer.from('<!DOCTYPE html><table><tr><td>1</td></tr></table>'), /网页/],
		[
			'a web page called .xls',
			Buffer.from('\ufeff\r\n <HTML xmlns:x="urn:schemas-microsoft-com:office:excel">'),
			/网页/
		],
		['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), /PDF/],
		['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /图片/],
		['a RAR', Buffer.from('526172211a0701', 'hex'), /RAR/],
		['a gzip', Buffer.from('1f8b08', 'hex'), /gzip/],
		['XML', Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML/],
		['words', Buffer.from('不是表格\n'), /没有找到/],
		['bytes without meaning', Buffer.from([0x07, 0xff, 0x00, 0x81]), /没有找到|无法识别|控制字符/],
		['an empty archive', zipOf([]), /没有工作簿/]
	])('%s called .xlsx is refused', (_, bytes, message) => refused(bytes, message));
});
