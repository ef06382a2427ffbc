import { describe, expect, it } from 'vitest';
import ExcelJS from 'exceljs';
import { bookOf, inline, rowOf, worksheet } from '../fixtures/book-of.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';

const labels = Object.values(loanForm.columns).map((column) => column.label);
const letters = 'ABCDEFGHI';
const header = (line = 1, texts = labels) =>
	rowOf(line, texts.map((text, i) => inline(`${letters[i]}${line}`, text)).join(''));
const read = (bytes: Buffer, name = '表.xlsx') => readBytes(bytes, name, loanForm);
const sheet = (rows: string, options = {}) => bookOf({ 存量: worksheet(header() + rows) }, options);

describe('cells mean what a spreadsheet program shows', () => {
	it('joins rich text and leaves phonetic guides out', async () => {
		const strings = [
			'<si><r><t>隔</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 行</t></r><rPh sb="0" eb="1"><t>gehang</t></rPh><phoneticPr fontId="1"/></si>',
			'<si><t>A&amp;B_x000D_&#20013;</t></si>',
			'<si/>'
		];
		const { rows } = await read(
			sheet(
				rowOf(2, '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c>'),
				{ strings }
			)
		);
		expect(textsOf(rows[0]).slice(0, 3)).toEqual(['隔 行', 'A&B\r中', null]);
	});

	it('A14, A18: reads ISO dates, booleans, errors and formulas', async () => {
		const { rows } = await read(
			sheet(
				rowOf(
					2,
					'<c r="A2" t="str"><f>"J"&amp;1</f><v>J1</v></c><c r="D2" t="d"><v>2026-09-30T00:00:00</v></c><c r="E2" t="e"><v>#DIV/0!</v></c><c r="F2"><f>1+1</f></c><c r="H2" t="b"><v>1</v></c>'
				)
			)
		);
		expect(rows[0]!.cells).toEqual([
			{ kind: 'text', text: 'J1', formula: '"J"&1', hasValue: true },
			null,
			null,
			{ kind: 'text', text: '2026-09-30' },
			{ kind: 'error', text: '#DIV/0!' },
			{ kind: 'text', text: '', formula: '1+1', hasValue: false },
			null,
			{ kind: 'boolean', text: 'true' },
			null
		]);
	});

	it('A14: tells dates by number format, in both calendars, and percentages', async () => {
		const styles = {
			formats:
				'<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="[Red]#,##0.00;&quot;days&quot;0"/>',
			xfs: '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="10"/>'
		};
		const row = rowOf(
			2,
			'<c r="A2" s="1"><v>46295</v></c><c r="B2" s="2"><v>46295</v></c><c r="C2" s="3"><v>5</v></c><c r="E2"><v>3.8500000000000001</v></c><c r="F2" s="4"><v>3.8499999999999999E-2</v></c>'
		);
		const { rows } = await read(sheet(row, { styles, date1904: true }));
		expect(rows[0]!.cells.slice(0, 6)).toEqual([
			{ kind: 'date-number', text: '46295', date1904: true },
			{ kind: 'date-number', text: '46295', date1904: true },
			{ kind: 'number', text: '5' },
			null,
			{ kind: 'number', text: '3.85' },
			{ kind: 'text', text: '3.85%' }
		]);
	});

	it('reads cells and rows without references, and prefixed names', async () => {
		const head = labels.map((text) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`).join('');
		const xml = `<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>${head}</x:row><x:row/><x:row><x:c t="str"><x:v>J1</x:v></x:c><x:c/><x:c t='inlineStr'><x:is><x:t>CS01</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`;
		const { file, rows } = await read(bookOf({ 存量: xml }));
		expect(file.problems).toEqual([]);
		expect(rows.map(({ line }) => line)).toEqual([3]);
		expect(textsOf(rows[0]).slice(0, 3)).toEqual(['J1', null, 'CS01']);
	});
});

describe('rows keep their physical place', () => {
	it('finds a moved header, reads the block above it, and counts blank lines', async () => {
		const block =
			rowOf(2, inline('B2', '报表') + inline('C2', '贷款测试表')) +
			rowOf(3, inline('B3', '机构：示例银行') + inline('D3', '期间') + inline('F3', '2026年9月'));
		const moved = rowOf(7, labels.map((text, i) => inline(`${'CDEFGHIJK'[i]}7`, ` ${text}\n*`)).join(''));
		const rows =
			rowOf(9, inline('C9', 'J1') + inline('G9', '1,000.00')) +
			rowOf(10, inline('C10', '  ')) +
			'<row r="1200" hidden="1">' +
			inline('C1200', 'J2') +
			'</row>';
		const { file, rows: found } = await read(bookOf({ '存 量': worksheet(block + moved + rows) }));
		expect(file.head).toMatchObject({ form: '贷款测试表', institution: '示例银行', period: '2026年9月' });
		expect(found.map(({ line }) => line)).toEqual([9, 1200]);
		expect(file.totals).toEqual({ rows: 2, blank: 1, firstLine: 9, lastLine: 1200 });
		expect(file.place(1200, 'balance')).toBe("'存 量'!G1200");
		expect(file.problems).toEqual([]);
	});

	it('A20: takes reordered, English and unit-bearing headers, and says what is missing, unknown, double or in another unit', async () => {
		const texts = ['rate', '贷款余额（万元）', '借据编码', '备用', '信用代码', '借据编码', 'grantedOn'];
		const { file, rows } = await read(
			bookOf({
				存量: worksheet(
					header(1, texts) + rowOf(2, inline('A2', '3.85') + inline('C2', 'J1') + inline('K2', '杂'))
				)
			})
		);
		expect(rows[0]!.cells.map((cell) => cell?.text ?? '')).toEqual([
			'J1',
			'',
			'',
			'',
			'',
			'3.85',
			'',
			'',
			''
		]);
		expect(file.problems.map(({ where, message }) => `${where} ${message}`)).toEqual([
			'第1行 缺少必填列“企业规模”',
			'存量!D1 “备用”不是贷款测试表的列',
			'存量!F1 “借据编码”列出现了两次',
			'存量!B1 “贷款余额”的单位应为元',
			'存量!K2 K 列有内容，但没有列名'
		]);
	});

	it('A20: passes over other sheets and the list of findings, and asks when two could be meant', async () => {
		const data = worksheet(header() + rowOf(2, inline('A2', 'J1')));
		const list = worksheet(header() + rowOf(2, inline('A2', '不是数据')));
		const { file, rows } = await read(bookOf({ 封面: worksheet(''), 错误清单: list, 贷款: data }));
		expect([file.sheet, textsOf(rows[0])[0]]).toEqual(['贷款', 'J1']);
		const twice = await read(bookOf({ 八月: data, 九月: data }));
		expect(twice.file.problems[0]!.message).toBe('“八月”和“九月”两张工作表都像贷款测试表');
	});

	it('reads the same from a small piece and from a large one', async () => {
		// 3000 rows with inline text pass many pieces of the inflated stream, so cells are cut at every place.
		const rows = Array.from({ length: 3000 }, (_, i) =>
			rowOf(
				i + 2,
				inline(`A${i + 2}`, `借据${i}`) +
					`<c r="E${i + 2}"><v>${i}.25</v></c>` +
					inline(`I${i + 2}`, '研'.repeat(i % 90))
			)
		);
		const { rows: found } = await read(sheet(rows.join('')));
		expect(found).toHaveLength(3000);
		found.forEach((row, i) =>
			expect(textsOf(row)).toEqual([
				`借据${i}`,
				null,
				null,
				null,
				`${i}.25`,
				null,
				null,
				null,
				i % 90 ? '研'.repeat(i % 90) : null
			])
		);
	});
});

it('reads a workbook of another program', async () => {
	const book = new ExcelJS.Workbook();
	const page = book.addWorksheet('存量');
	page.addRow(labels);
	page.addRow([
		'J1',
		'91110108MA0000015T',
		'大型',
		new Date(Date.UTC(2026, 8, 30)),
		1234.5,
		3.85,
		12,
		true,
		{ formula: '1/0', result: { error: '#DIV/0!' } }
	]);
	page.mergeCells('A4:C4');
	const { file, rows } = await read(Buffer.from(await book.xlsx.writeBuffer()));
	expect(file.problems).toEqual([]);
	// 2026-09-30 is day 46295 of the 1900 calendar.
	expect(rows[0]!.cells.map((cell) => `${cell?.kind} ${cell?.text}`)).toEqual([
		'text J1',
		'text 91110108MA0000015T',
		'text 大型',
		'date-number 46295',
		'number 1234.5',
		'number 3.85',
		'number 12',
		'boolean true',
		'error #DIV/0!'
	]);
});
