import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';
import { zipOf } from '../fixtures/zip-of.ts';

const labels = Object.values(loanForm.columns).map((column) => column.label);
const read = (bytes: Buffer | string, name = 'a.csv') =>
	readBytes(Buffer.from(bytes as string), name, loanForm);
const line = 'J1,91110108MA0000015T,CS01,2026-09-30,1.00,3.85,12,1,研发㐂';

/** Header and line in GB18030, made by iconv; 㐂 takes four bytes there. */
const gb18030 = Buffer.from(
	'vei+3bHgwusszbPSu8nnu+HQxdPDtPrC6yzG89K1uebEoyy0+7/ut6K3xcjVxtostPu/7tPgtu4swPvCysuuxr0stNPStcjL1LEsyse38cnPytAstPu/7tPDzb4NCkoxLDkxMTEwMTA4TUEwMDAwMDE1VCxDUzAxLDIwMjYtMDktMzAsMS4wMCwzLjg1LDEyLDEs0dC3ooE57zENCg==',
	'base64'
);

describe('A11, A12: .csv', () => {
	const text = `${labels.join(',')}\r\n${line}\r\n`;
	const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
	it.each<[string, Buffer]>([
		['UTF-8', Buffer.from(text)],
		['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
		['GB18030', gb18030],
		['UTF-16LE', utf16],
		['UTF-16BE', Buffer.from(utf16).swap16()],
		['semicolons', Buffer.from(text.replaceAll(',', ';'))],
		['tabs', Buffer.from(text.replaceAll(',', '\t'))],
		['old line ends', Buffer.from(text.replaceAll('\r\n', '\r'))]
	])('reads %s', async (_, bytes) => {
		const { file, rows } = await read(bytes);
		expect(file.problems).toEqual([]);
		expect(textsOf(rows[0])).toEqual(line.split(','));
		expect(file.place(2, 'size')).toBe('第2行 第3列');
	});

	it('keeps physical lines through quoted line breaks, blanks and a block above the header', async () => {
		const { file, rows } = await read(
			`机构,示例银行\n\n${labels.join(',')}\n"J1",,,,"1,000.00",,,,"一\n""二""\r\n三"\n\n,,,\nJ2\nJ3,="001",\n`
		);
		expect(rows.map((row) => [row.line, textsOf(row)[0], textsOf(row)[8]])).toEqual([
			[4, 'J1', '一\n"二"\r\n三'],
			[9, 'J2', null],
			[10, 'J3', null]
		]);
		expect([textsOf(rows[0])[4], textsOf(rows[2])[1], file.head.institution, file.totals.blank]).toEqual([
			'1,000.00',
			'001',
			'示例银行',
			2
		]);
	});

	it('reads the same whatever the size of the pieces', async () => {
		const body = Array.from(
			{ length: 20_000 },
			(_, i) => `J${i},,,,"${i},000.00",,,,"用途${'长'.repeat(i % 37)}\n第二行"`
		).join('\n');
		const { file, rows } = await read(`${labels.join(',')}\n${body}`);
		expect([file.problems, rows.length, rows.at(-1)!.line]).toEqual([[], 20_000, 2 + 19_999 * 2]);
		expect(textsOf(rows[12_345])[4]).toBe('12345,000.00');
	});

	it.each([
		[
			'a line with too many fields',
			`${labels.join(',')}\n${line}\nJ2,a,b,c,d,e,f,g,h,i\n`,
			/第 3 行有 10 列，表头只有 9 列/
		],
		['text behind a quote', `${labels.join(',')}\n"J1"x,a\n`, /第 2 行的双引号后面还有文字/],
		['an open quote', `${labels.join(',')}\n${line}\nJ2,"a,b\n`, /第 3 行的双引号没有闭合/],
		['an endless field', `${labels.join(',')}\n"${'a'.repeat(3 << 20)}`, /第 2 行有一个字段过长/],
		['a NUL', `${labels.join(',')}\nJ\0,a\n`, /第 2 行含有不可见的控制字符 U\+0000/],
		['no header', 'a,b,c\n1,2,3\n', /没有找到贷款测试表的表头/],
		[
			'mixed encodings',
			Buffer.concat([Buffer.from(`${labels.join(',')}\n${line}\n`), Buffer.from([0xff, 0xff, 0x0a])]),
			/第 3 行有无法识别的字符/
		]
	])('says where %s is', async (_, bytes, message) => {
		const { file } = await read(bytes);
		expect(file.problems.map((problem) => problem.message).join()).toMatch(message);
	});
});

describe('A12: .dat, .log and .zip', () => {
	const rows = [
		{
			loanNo: 'J1',
			borrower: '91110108MA0000015T',
			size: 'CS01',
			grantedOn: '2026-09-30',
			balance: 123456,
			rate: 385000,
			employees: 12,
			listed: true,
			purpose: '研发'
		},
		{
			loanNo: 'J2',
			borrower: '91110108MA0000015T',
			size: 'CS03',
			grantedOn: '2026-09-30',
			balance: -5,
			rate: null,
			employees: null,
			listed: false,
			purpose: null
		}
	];
	const names = { prefix: '91110102MA0123453G', on: '2026-09-30', writtenAt: '2026-10-12 09:30:00' };
	const files = writeDat(loanForm, rows, names);
	// The layout by hand: two decimals for amounts, five for rates, nothing for an empty field, LF at the end.
	const expected =
		'J1|91110108MA0000015T|CS01|2026-09-30|1234.56|3.85000|12|1|研发\nJ2|91110108MA0000015T|CS03|2026-09-30|-0.05|||0|\n';
	const log = (change: (lines: string[]) => string[]) =>
		zipOf([
			{ name: files.dat.name, data: files.dat.bytes },
			{
				name: files.log.name,
				data: change(files.log.bytes.toString().trimEnd().split('\n')).join('\n') + '\n'
			}
		]);

	it('writes the layout byte for byte', () => {
		expect(files.dat).toEqual({ name: '91110102MA0123453G_CSDK_20260930.dat', bytes: Buffer.from(expected) });
		const md5 = createHash('md5').update(expected).digest('hex');
		expect(files.log.bytes.toString()).toBe(
			`${files.dat.name}\n${md5}\n${Buffer.byteLength(expected)}\n2026-10-12 09:30:00\n2\n`
		);
	});

	it('is a ZIP that another program opens', () => {
		const opened = unzipSync(files.zip.bytes);
		expect(Buffer.from(opened[files.dat.name]!).toString()).toBe(expected);
	});

	it.each([
		['.zip', files.zip.bytes],
		['.dat', files.dat.bytes]
	])('reads %s back, whatever it is called', async (_, bytes) => {
		const { file, rows: found } = await read(bytes, '报表.xlsx');
		expect(file.problems).toEqual([]);
		expect(
			found
				.map(
					(row) =>
						textsOf(row)
							.map((text) => text ?? '')
							.join('|') + '\n'
				)
				.join('')
		).toBe(expected);
		expect([file.layout, file.place(12, 'balance'), found[1]!.line]).toEqual(['dat', '第12行 第5字段', 2]);
	});

	it('takes table and period from the name inside', async () => {
		expect((await read(files.zip.bytes)).file.head).toEqual({ form: 'CSDK', period: '2026-09' });
	});

	it.each([
		['another name', log((lines) => ['b.dat', ...lines.slice(1)]), /文件名/],
		['another MD5', log((lines) => lines.with(1, '0'.repeat(32))), /MD5/],
		['another size', log((lines) => lines.with(2, '7')), /字节数/],
		['another time', log((lines) => lines.with(3, '2026/10/12')), /时间/],
		['another count', log((lines) => lines.with(4, '3')), /记录数/],
		['four lines', log((lines) => lines.slice(1)), /五行/],
		['no .log', zipOf([{ name: files.dat.name, data: files.dat.bytes }]), /缺少 \.log/],
		['only a .log', files.log.bytes, /缺少对应的 \.dat/],
		[
			'two tables',
			zipOf([
				{ name: 'a.dat', data: '' },
				{ name: 'b.dat', data: '' }
			]),
			/2 个 \.dat/
		]
	])('refuses %s', async (_, bytes, message) => {
		const { file } = await read(bytes as Buffer, 'a.zip');
		expect(file.problems).toHaveLength(1);
		expect(file.problems[0]).toMatchObject({ check: 'S01', message: expect.stringMatching(message) });
	});

	it('names line and field of what is not in the layout', async () => {
		const { file, rows: found } = await read(
			'J1|x|CS01|20260930|1.5|3.85|1.0|1|\n\nJ2|x|CS01\nJ3|x|CS01|2026-09-30|1.50|3.85000|1|1|\n',
			'a.dat'
		);
		expect(file.problems.map(({ where, message }) => `${where} ${message}`)).toEqual([
			'第1行 第4字段 贷款发放日期须写成 YYYY-MM-DD',
			'第1行 第5字段 贷款余额须带 2 位小数',
			'第1行 第6字段 利率水平须带 5 位小数',
			'第1行 第7字段 从业人员须为整数',
			'第3行 第 3 行有 3 个字段，应为 9 个'
		]);
		expect([found.map((row) => row.line), file.totals.blank]).toEqual([[1, 4], 1]);
	});

	it.each([
		[4, '2026-9-30'],
		[4, '2O26-09-30'],
		[5, '1,234.00'],
		[5, ' 1.50'],
		[5, '+1.50'],
		[5, '01.50'],
		[5, '１.50'],
		[6, '3.8500'],
		[7, '1 '],
		[7, '1e3']
	])('takes field %i byte for byte: not %s', async (field, text) => {
		const fields = ['J1', 'x', 'CS01', '2026-09-30', '1.50', '3.85000', '1', '1', ''];
		expect((await read(`${fields.join('|')}\n`, 'a.dat')).file.problems).toEqual([]);
		const { file } = await read(`${fields.with(field - 1, text).join('|')}\n`, 'a.dat');
		expect(file.problems).toMatchObject([{ check: 'S02', where: `第1行 第${field}字段`, seen: text }]);
	});

	it('names the line that is not UTF-8, and a header that should not be there', async () => {
		const { file } = await read(
			Buffer.concat([
				files.dat.bytes,
				Buffer.from('J3|x|CS01|2026-09-30|1.00|3.85000|1|1|\xd1\xd0\n', 'latin1')
			]),
			'a.dat'
		);
		expect(file.problems[0]!.message).toBe('第 3 行不是 UTF-8 编码');
		const headed = await read(`${labels.join('|')}\n${expected}`, 'a.dat');
		expect(headed.file.problems.map(({ message }) => message)).toEqual(['.dat 不应有表头行']);
		expect(headed.rows).toHaveLength(2);
	});
});
