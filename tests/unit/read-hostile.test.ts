import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bookMembers, bookOf, inline, rowOf, worksheet } from '../fixtures/book-of.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import type { Member } from '../fixtures/zip-of.ts';
import { work } from '../fixtures/work.ts';
import { zipOf } from '../fixtures/zip-of.ts';

const labels = Object.values(loanForm.columns).map((column) => column.label);
const header = rowOf(1, labels.map((text, i) => inline(`${'ABCDEFGHI'[i]}1`, text)).join(''));
const sheet = (rows: string, after = '', before = '') => ({ 存量: worksheet(header + rows, after, before) });
const good = bookMembers(sheet(rowOf(2, inline('A2', 'J1'))));
const book = (change: (member: Member) => Member) => zipOf(good.map(change));
const part = (name: string, data: string | Buffer = 'x') => bookOf(sheet(''), { extra: [{ name, data }] });
const onSheet = (change: Partial<Member>) =>
	book((member) => (member.name.includes('sheet1') ? { ...member, ...change } : member));
const zeros = (megabytes: number) => Buffer.alloc(megabytes << 20, 0x20);

const cases: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
	'A1: a bomb in a part': [part('xl/media/a.bin', zeros(300)), /压缩比异常/],
	'A1: a bomb of shared strings': [
		bookOf(sheet(''), { strings: [`<si><t>${'a'.repeat(60 << 20)}</t></si>`] }),
		/压缩比异常/
	],
	'A1: too many members': [
		zipOf(Array.from({ length: 501 }, (_, i) => ({ name: `a${i}`, data: '' }))),
		/文件过多（501 个）/
	],
	'A2: a directory that states less than there is': [
		onSheet({ claims: { size: 100 } }),
		/比目录所列的长|长度与目录不一致/
	],
	'A5: a wrong checksum': [onSheet({ claims: { crc: 1 } }), /校验和不符/],
	'A2: two members of one name': [zipOf([...good, good[1]!]), /同名文件/],
	'A2: a name that climbs': [part('../../etc/passwd'), /不安全的路径/],
	'A2: a local header with another name': [
		onSheet({ claims: { localName: 'xl/worksheets/sheet2.xml' } }),
		/名称不一致/
	],
	'A7: an encrypted member': [onSheet({ flags: 0x801 }), /已加密/],
	'A6: a macro': [part('xl/vbaProject.bin'), /含有宏/],
	'A6: a link to another workbook': [part('xl/externalLinks/externalLink1.xml'), /其他工作簿/],
	'A6: an embedded object': [part('xl/embeddings/oleObject1.bin'), /嵌入对象/],
	'A6: a control': [part('xl/activeX/activeX1.xml'), /控件/],
	'A6: a query': [part('xl/queryTables/queryTable1.xml'), /外部数据连接/],
	'A3: entities in the sheet': [
		onSheet({ data: `<!DOCTYPE a [<!ENTITY b "c">]>${worksheet(header)}` }),
		/XML 定义/
	],
	'A3: entities in a part nobody reads': [part('xl/theme/theme1.xml', '<!DOCTYPE a []><a/>'), /XML 定义/],
	'A3: entities in shared strings': [
		bookOf(sheet(''), { strings: ['<!DOCTYPE a [<!ENTITY b "c">]><si><t>&b;</t></si>'] }),
		/XML 定义/
	],
	'A3: a part in UTF-16': [
		part('xl/theme/theme1.xml', Buffer.from('\ufeff<!DOCTYPE a []><a/>', 'utf16le')),
		/XML 定义/
	],
	'A9: row 4,000,000,000': [
		bookOf(sheet('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>')),
		/第 4000000000 行/
	],
	'A9: rows out of order': [bookOf(sheet(rowOf(9, '') + rowOf(3, ''))), /第 9 行之后出现第 3 行/],
	'A9: a cell that names another row': [bookOf(sheet(rowOf(2, inline('A3', 'x')))), /第 2 行里出现单元格 A3/],
	'A9: a cell given twice': [bookOf(sheet(rowOf(2, inline('A2', 'x') + inline('A2', 'y')))), /A2 出现了两次/],
	'A9: column ZZZZZZ': [bookOf(sheet(rowOf(2, inline('ZZZZZZ2', 'x')))), /ZZZZZZ2/],
	'A9: content far to the right': [bookOf(sheet(rowOf(2, inline('XFD2', 'x')))), /XFD 列还有内容/],
	'A9: a text that is not there': [
		bookOf(sheet(rowOf(2, '<c r="A2" t="s"><v>7</v></c>')), { strings: ['<si><t>a</t></si>'] }),
		/不存在的文字/
	],
	'A5: a sheet that stops': [bookOf({ 存量: `<worksheet><sheetData>${header}` }), /没有写完|表头/],
	'A1: a tag that never ends': [
		bookOf({
			存量: `<worksheet><sheetData>${header}<row r="2"><c r="A2" t="inlineStr"><is><t>${'汉'.repeat(3 << 20)}`
		}),
		/过长|压缩比|没有写完/
	],
	'A7: an old .xls or a password': [Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), /已加密或为旧版 .xls/],
	'A8: a PDF': [Buffer.from('%PDF-1.7 …'), /PDF/],
	'A8: a web page': [Buffer.from('\ufeff  <html><table>'), /网页格式/],
	'A8: nothing': [Buffer.alloc(0), /空的/],
	'A5: only the start of a ZIP': [bookOf(sheet('')).subarray(0, 700), /没有传完/],
	'A8: a ZIP of something else': [zipOf([{ name: '照片.txt', data: 'x' }]), /没有工作簿/],
	'A8: a binary workbook': [zipOf([{ name: 'xl/workbook.bin', data: 'x' }]), /xlsb/],
	'A8: an OpenDocument file': [
		zipOf([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', store: true }]),
		/OpenDocument/
	],
	'A8: a workbook without the form': [
		bookOf({ 表: worksheet(rowOf(1, inline('A1', '姓名'))) }),
		/没有找到贷款测试表的表头/
	]
};

describe('a hostile or broken file is refused at once, with a sentence that says why and how', () => {
	it.each(Object.entries(cases))('%s', async (_, [bytes, message]) => {
		const begun = process.cpuUsage();
		const { file, rows } = await readBytes(bytes, '报表.xlsx', loanForm);
		expect(work(begun)).toBeLessThan(1);
		const problem = file.problems.find((one) => message.test(one.message));
		expect(problem, JSON.stringify(file.problems)).toBeDefined();
		expect(problem!.remedy).toMatch(/[请须不]/);
		expect(rows.length).toBeLessThan(2);
	});

	it('A4: reads what is only odd as what it is', async () => {
		const odd = {
			'a merge of the whole sheet': [
				'',
				'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
			],
			'a validation of the whole sheet': [
				'',
				'<dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation></dataValidations>'
			],
			'a column rule of two thousand million': ['<cols><col min="1" max="2000000000" width="9"/></cols>', '']
		};
		for (const [before, after] of Object.values(odd)) {
			const { file, rows } = await readBytes(
				bookOf(sheet(rowOf(2, inline('A2', 'J1')), after, before), {
					workbookExtra:
						'<definedNames><definedName name="a">存量!$A$1:$XFD$1048576</definedName></definedNames>'
				}),
				'a.xlsx',
				loanForm
			);
			expect([file.problems, rows.length]).toEqual([[], 1]);
		}
	});

	it('A9: passes empty styled cells to the far right and a million empty rows', async () => {
		const rows = Array.from(
			{ length: 200_000 },
			(_, i) => `<row r="${i * 5 + 3}"><c r="XFD${i * 5 + 3}" s="0"/></row>`
		).join('');
		const { file, rows: found } = await readBytes(
			bookOf(sheet(rowOf(2, inline('A2', 'J1')) + rows)),
			'a.xlsx',
			loanForm
		);
		expect([file.problems, found.length, file.totals.blank]).toEqual([[], 1, 200_000]);
	});

	it('A20, D17: leaves no prototype changed by headers such as __proto__', async () => {
		const head = rowOf(
			1,
			['__proto__', 'constructor', 'toString', ...labels]
				.map((text, i) => inline(`${'ABCDEFGHIJKL'[i]}1`, text))
				.join('')
		);
		const { file } = await readBytes(bookOf({ 存量: worksheet(head) }), 'a.xlsx', loanForm);
		expect(file.problems.map(({ seen }) => seen)).toEqual(['__proto__', 'constructor', 'toString']);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

it('A5: never hangs on a damaged file, and never takes a damaged sheet for a sound one', async () => {
	const strings = Array.from({ length: 200 }, (_, i) => `<si><t>借据${i * 7919}</t></si>`);
	const whole = bookOf(
		sheet(
			Array.from({ length: 200 }, (_, i) => rowOf(i + 2, `<c r="A${i + 2}" t="s"><v>${i}</v></c>`)).join('')
		),
		{ strings }
	);
	const sound = JSON.stringify((await readBytes(whole, 'a.xlsx', loanForm)).rows);
	// A fixed sequence of positions, so that a failure can be repeated.
	for (let i = 0, seed = 7; i < 200; i++) {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		const bytes = Buffer.from(whole);
		if (i % 4 === 0) bytes.fill(0, seed % bytes.length);
		else bytes[seed % bytes.length]! ^= 1 << (i % 8);
		const begun = process.cpuUsage();
		const { file, rows } = await readBytes(
			i % 4 === 1 ? bytes.subarray(0, seed % bytes.length) : bytes,
			'a.xlsx',
			loanForm
		);
		expect(work(begun)).toBeLessThan(5);
		if (!file.problems.length) expect(JSON.stringify(rows)).toBe(sound);
	}
});

it('A1: refuses data packed with a stated size below what comes out, before it is all out', async () => {
	const packed = deflateRawSync(zeros(200));
	const members = [
		...good.slice(0, 4),
		{ name: 'xl/worksheets/sheet1.xml', data: '', raw: { packed, size: 900_000, crc: 0 } }
	];
	const before = process.memoryUsage().rss;
	const { file } = await readBytes(zipOf(members), 'a.xlsx', loanForm);
	expect(file.problems[0]!.message).toMatch(/比目录所列的长/);
	expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
});
