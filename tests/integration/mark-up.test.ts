import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Marked, MarkedFile } from '#lib/server/intake/mark-up-list.ts';
import { markUp, readExplanations } from '#lib/server/intake/mark-up.ts';
import { bookOf, inline, rowOf, worksheet } from '../fixtures/book-of.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { converted, office } from '../fixtures/office.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';

const columns = Object.entries(loanForm.columns);
const letterAt = (position: number) => 'ABCDEFGHI'[position]!;
const letters = Object.fromEntries(columns.map(([name], position) => [name, letterAt(position)]));
const file: MarkedFile = {
	fileName: '九月.xlsx',
	receipt: '2026-09-B01-0001',
	institution: '示例银行',
	period: '2026年9月',
	sheet: '存量',
	letters
};
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

/** 200 findings scattered over rows 2…401 and all columns: three in four block. */
const planted: Marked[] = Array.from({ length: 200 }, (_, i) => {
	const [name] = columns[(i * 5) % 9]!;
	const line = 2 + i * 2;
	const severity = (['syntax', 'validity', 'validity', 'quality'] as const)[i % 4]!;
	return {
		check: `V${i % 7}`,
		severity,
		where: `存量!${letters[name]}${line}`,
		line,
		columns: [name],
		seen: `值${i}<&>`,
		message: `问题${i}`,
		remedy: '请改正'
	};
});

/** A filer's workbook with a chart sheet's worth of things that must not be lost. */
async function filed(): Promise<Buffer> {
	const book = new ExcelJS.Workbook();
	const other = book.addWorksheet('封面');
	other.getCell('A1').value = '填报单位';
	const sheet = book.addWorksheet('存量');
	sheet.addRow(columns.map(([, { label }]) => label));
	for (let line = 2; line <= 401; line++) {
		sheet.addRow([
			`J${line}`,
			'91110108MA0000015T',
			'CS01',
			'2026-09-30',
			line + 0.25,
			null,
			line,
			'是',
			'研发 & <试制>'
		]);
	}
	sheet.getCell('E4').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF00FF00' } };
	sheet.getCell('E4').numFmt = '#,##0.00';
	sheet.getCell('A2').note = '填报人自己的批注';
	sheet.getCell('C3').note = '另一条';
	book.definedNames.add('存量!$A$1:$I$401', '全部数据');
	book.addImage({
		base64:
			'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		extension: 'png'
	});
	other.addImage(0, 'B2:C4');
	const parts = unzipSync(new Uint8Array(await book.xlsx.writeBuffer()));
	// Parts of programs we do not know.
	parts['xl/charts/chart1.xml'] = Buffer.from('<c:chartSpace/>');
	parts['customXml/item1.xml'] = Buffer.from('<a/>');
	return Buffer.from(zipSync(parts));
}

/** Fill colour, comment and value of the cells of a sheet, by a reader that is not ours. */
async function opened(bytes: Buffer, sheet = '存量') {
	const book = new ExcelJS.Workbook();
	await book.xlsx.load(bytes as never);
	const page = book.getWorksheet(sheet)!;
	return (ref: string) => {
		const cell = page.getCell(ref);
		const note =
			typeof cell.note === 'string' ? cell.note : (cell.note?.texts ?? []).map(({ text }) => text).join('');
		return {
			colour: (cell.fill as ExcelJS.FillPattern | undefined)?.fgColor?.argb,
			note,
			value: cell.value,
			numFmt: cell.numFmt
		};
	};
}

describe('a faulty workbook comes back as the filer’s own', () => {
	it('with 200 planted findings at the right cells and everything else as it was', async () => {
		const original = await filed();
		const marked = await markUp(original, 'xlsx', planted, loanForm, file);
		const [before, after] = [await opened(original), await opened(marked)];
		const expected = new Map(planted.map((finding) => [finding.where.split('!')[1]!, finding]));
		for (let line = 1; line <= 402; line++) {
			for (const letter of 'ABCDEFGHI') {
				const ref = `${letter}${line}`;
				const [was, is] = [before(ref), after(ref)];
				const finding = expected.get(ref);
				expect(is.value, ref).toEqual(was.value);
				expect(is.numFmt, ref).toBe(was.numFmt);
				expect(is.colour, ref).toBe(
					finding ? (finding.severity === 'quality' ? 'FFFFEDB8' : 'FFFBD5D1') : was.colour
				);
				if (finding) expect(is.note, ref).toContain(finding.message);
				else expect(is.note, ref).toBe(was.note);
			}
		}
		// A2 has both: the filer's words first, ours after.
		expect(after('A2').note).toMatch(/^填报人自己的批注\n【校验】V0 错误：问题0\n现值：值0<&>/);
	});

	it('with every other part byte for byte', async () => {
		const original = await filed();
		const [before, after] = [
			unzipSync(original),
			unzipSync(await markUp(original, 'xlsx', planted, loanForm, file))
		];
		const changed = Object.keys(before).filter(
			(name) => !Buffer.from(before[name]!).equals(Buffer.from(after[name] ?? []))
		);
		expect(changed.sort()).toEqual(
			[
				'[Content_Types].xml',
				'xl/_rels/workbook.xml.rels',
				'xl/comments2.xml',
				'xl/drawings/vmlDrawing2.vml',
				'xl/styles.xml',
				'xl/workbook.xml',
				'xl/worksheets/sheet2.xml'
			].filter((name) => name in before)
		);
		expect(Object.keys(after).filter((name) => !(name in before))).toEqual(['xl/worksheets/sheet3.xml']);
		// The data sheet differs from the filed one in styles and in the cells that were put in, and in nothing else.
		const plain = (xml: Uint8Array | undefined) =>
			text(xml)
				.replaceAll(/<c r="[A-Z]+\d+"( s="\d+")?\/>/g, '')
				.replaceAll(/ s="\d+"/g, '');
		expect(plain(after['xl/worksheets/sheet2.xml'])).toBe(plain(before['xl/worksheets/sheet2.xml']));
	});

	it('with a list that links to each cell, and explanations that are read back', async () => {
		const marked = await markUp(await filed(), 'xlsx', planted, loanForm, file);
		const book = new ExcelJS.Workbook();
		await book.xlsx.load(marked as never);
		const list = book.getWorksheet('错误清单')!;
		expect(list.rowCount).toBe(204);
		expect(list.getCell('A3').text).toMatch(/^共 200 处：错误 150 处，须改正；疑问 50 处/);
		// Blocking ones first, in the order of lines.
		expect([list.getCell('B5').text, list.getCell('D5').text, list.getCell('E5').text]).toEqual([
			'存量!A2',
			'V0',
			'错误：须改正'
		]);
		expect(text(unzipSync(marked)['xl/worksheets/sheet3.xml'])).toContain(
			'<hyperlink ref="B5" location="存量!A2"'
		);
		expect(list.getColumn(10).hidden).toBe(true);
		list.getCell('I155').value = '承接总行划转的贷款，见附件';
		list.getCell('I156').value = { richText: [{ text: '利率由财政' }, { text: '贴息' }] };
		const bytes = Buffer.from(await book.xlsx.writeBuffer());
		const at = path.join(mkdtempSync(path.join(tmpdir(), 'techfin-')), 'a.xlsx');
		writeFileSync(at, bytes);
		expect([...(await readExplanations(at))]).toEqual([
			['V3 存量!G8', '承接总行划转的贷款，见附件'],
			['V0 存量!I16', '利率由财政贴息']
		]);
		const { file: read, rows } = await readBytes(bytes, 'a.xlsx', loanForm);
		expect([read.sheet, rows.length, read.problems]).toEqual(['存量', 400, []]);
	});

	it('again, without what an earlier mark-up left', async () => {
		const original = await filed();
		const once = await markUp(original, 'xlsx', planted, loanForm, file);
		const left = [planted[7]!];
		const twice = await markUp(once, 'xlsx', left, loanForm, file);
		const [first, is] = [await opened(original), await opened(twice)];
		const coloured: string[] = [];
		for (let line = 2; line <= 401; line++) {
			for (const letter of 'ABCDEFGHI') {
				const { colour, note, value } = is(`${letter}${line}`);
				if (colour?.startsWith('FFF')) coloured.push(`${letter}${line}`);
				else expect(note).toBe(first(`${letter}${line}`).note);
				expect(value).toEqual(first(`${letter}${line}`).value);
			}
		}
		expect(coloured).toEqual([left[0]!.where.split('!')[1]]);
		expect(Object.keys(unzipSync(twice)).sort()).toEqual(Object.keys(unzipSync(once)).sort());
		expect(text(unzipSync(twice)['xl/worksheets/sheet3.xml'])).toContain('共 1 处');
	});

	it('with rows and cells put in where the sheet has none, prefixed names and no styles', async () => {
		const header = columns
			.map(
				([, { label }], i) => `<x:c r="${letterAt(i)}1" t="inlineStr"><x:is><x:t>${label}</x:t></x:is></x:c>`
			)
			.join('');
		const xml = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols><x:col min="1" max="9" width="9"/></x:cols><x:sheetData><x:row r="1">${header}</x:row><x:row r="3"/><x:row r="5"><x:c r="B5"><x:v>1</x:v></x:c><x:c r="D5"/></x:row></x:sheetData><x:pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/><x:tableParts count="0"/></x:worksheet>`;
		const at = (ref: string): Marked => ({
			...planted[0]!,
			where: `存量!${ref}`,
			line: Number(ref.slice(1))
		});
		const marked = await markUp(
			bookOf({ 存量: xml }),
			'xlsx',
			['C2', 'A3', 'A5', 'C5', 'D5', 'I5', 'B9'].map(at),
			loanForm,
			file
		);
		const sheet = text(unzipSync(marked)['xl/worksheets/sheet1.xml']);
		const cell = (ref: string) => `<x:c r="${ref}" s="1"/>`;
		expect(sheet).toContain(
			`</x:row><x:row r="2">${cell('C2')}</x:row><x:row r="3">${cell('A3')}</x:row><x:row r="5">${cell('A5')}<x:c r="B5"><x:v>1</x:v></x:c>${cell('C5')}${cell('D5').replace(' s="1"', '').replace('"D5"', '"D5" s="1"').replace('<x:c r="D5" s="1"/>', '<x:c s="1" r="D5"/>')}${cell('I5')}</x:row><x:row r="9">${cell('B9')}</x:row></x:sheetData>`
		);
		expect(sheet).toMatch(/<x:legacyDrawing [^>]*r:id="rId2"\/><x:tableParts/);
	});

	it.skipIf(!office)('that another program opens whole', { timeout: 60_000 }, async () => {
		const marked = await markUp(await filed(), 'xlsx', planted, loanForm, file);
		const again = await opened(converted(marked, 'xlsx', 'xlsx'));
		for (const { where, message } of planted) {
			const { colour, note } = again(where.split('!')[1]!);
			expect([colour?.slice(2), note.includes(message)]).toEqual([
				expect.stringMatching(/FBD5D1|FFEDB8/),
				true
			]);
		}
	});

	it('at most ten thousand cells marked, and the list says so', { timeout: 60_000 }, async () => {
		const many = Array.from({ length: 60_000 }, (_, i): Marked => ({
			...planted[0]!,
			line: i + 2,
			where: `存量!A${i + 2}`
		}));
		const rows = Array.from({ length: 60_000 }, (_, i) => rowOf(i + 2, inline(`A${i + 2}`, 'J'))).join('');
		const header = rowOf(1, columns.map(([, { label }], i) => inline(`${letterAt(i)}1`, label)).join(''));
		const after = unzipSync(
			await markUp(bookOf({ 存量: worksheet(header + rows) }), 'xlsx', many, loanForm, file)
		);
		expect(text(after['xl/comments1.xml']).match(/<comment /g)).toHaveLength(10_000);
		expect(text(after['xl/worksheets/sheet2.xml'])).toContain('共 60000 处：错误 60000 处');
		expect(text(after['xl/worksheets/sheet2.xml'])).toContain(
			'清单只列前 50000 处，其余见系统。原表只标注前 10000 处。'
		);
	});
});

it('a .dat or .csv comes back as a list', async () => {
	const finding: Marked = {
		...planted[3]!,
		where: '第12行 第5字段',
		line: 12,
		explanation: '上期已说明的原因'
	};
	const bytes = await markUp(
		Buffer.from('x'),
		'dat',
		[finding, { ...planted[0]!, where: '全表', line: null, columns: [] }],
		loanForm,
		{ ...file, sheet: null }
	);
	const at = path.join(mkdtempSync(path.join(tmpdir(), 'techfin-')), 'a.xlsx');
	writeFileSync(at, bytes);
	expect([...(await readExplanations(at))]).toEqual([['V3 第12行 第5字段', '上期已说明的原因']]);
	const { file: read } = await readBytes(bytes, 'a.xlsx', loanForm);
	expect(read.problems[0]!.message).toBe('没有找到贷款测试表的表头');
	expect(textsOf(undefined)).toEqual([]);
});
