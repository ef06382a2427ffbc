import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Values } from '#datasets/define.ts';
import { template } from '#lib/server/intake/template.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';

const rows: Values[] = ['J1', 'J2', 'J3'].map((loanNo) => ({
	loanNo,
	borrower: '91110108MA0000015T',
	size: 'CS03',
	grantedOn: '2026-02-28',
	balance: 100_000,
	rate: 385_000,
	employees: 5,
	listed: true,
	purpose: '研发'
}));
const filing = { institution: { id: 'B01', name: '示例银行' }, period: '2026-09', dueOn: '2026-10-22', rows };
/** 2026-02-28 is day 46081 of the 1900 calendar. */
const right = (loanNo: string) => [
	loanNo,
	'91110108MA0000015T',
	'CS03 小型',
	'46081',
	'1000',
	'3.85',
	'5',
	'是',
	'研发'
];

type Mangle = (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void;
/** What happens to a template between the download and the upload, the lines its rows then stand on, and what is said. */
const cases: Readonly<Record<string, readonly [Mangle, readonly number[], RegExp?]>> = {
	nothing: [() => {}, [6, 7, 8]],
	'the sheet renamed': [(sheet) => (sheet.name = '我行 9月(终)'), [6, 7, 8]],
	'the hidden sheets gone': [
		(_, book) => ['_techfin', '_lists', '说明'].forEach((name) => book.removeWorksheet(name)),
		[6, 7, 8]
	],
	'rows put in above the header': [(sheet) => sheet.insertRows(1, [['XX银行'], [], ['绝密']]), [9, 10, 11]],
	'the block above the header deleted': [(sheet) => sheet.spliceRows(1, 4), [2, 3, 4]],
	'blank lines between rows': [(sheet) => sheet.insertRow(7, []), [6, 8, 9]],
	'rows hidden and filtered': [
		(sheet) => void ((sheet.getRow(7).hidden = true), (sheet.autoFilter = 'A5:I8')),
		[6, 7, 8]
	],
	'a column hidden': [(sheet) => void (sheet.getColumn(5).hidden = true), [6, 7, 8]],
	'an empty column put in on the left': [(sheet) => sheet.spliceColumns(1, 0, []), [6, 7, 8]],
	'headers with line breaks and spaces': [
		(sheet) =>
			sheet
				.getRow(5)
				.eachCell(
					(cell) => void (cell.value = ` ${String(cell.value).slice(0, 2)}\n${String(cell.value).slice(2)} `)
				),
		[6, 7, 8]
	],
	'headers in English': [
		(sheet) =>
			Object.keys(loanForm.columns).forEach((name, at) => void (sheet.getCell(5, at + 1).value = name)),
		[6, 7, 8]
	],
	'a second header in English': [(sheet) => sheet.insertRow(6, Object.keys(loanForm.columns)), [7, 8, 9]],
	'headers as rich text': [
		(sheet) =>
			sheet.getRow(5).eachCell(
				(cell) =>
					void (cell.value = {
						richText: [{ text: String(cell.value).slice(0, 1) }, { text: String(cell.value).slice(1) }]
					})
			),
		[6, 7, 8]
	],
	'a merged title over the header': [(sheet) => sheet.mergeCells('A1:I1'), [6, 7, 8]],
	'another sheet in front': [
		(_, book) => void (book.addWorksheet('工作底稿').getCell('A1').value = '借据编码'),
		[6, 7, 8]
	],
	'a pivot-like sheet with some of the columns': [
		(_, book) => void book.addWorksheet('透视').addRow(['借据编码', '企业规模', '贷款余额', '合计']),
		[6, 7, 8]
	],
	'a column deleted that must be there': [(sheet) => sheet.spliceColumns(3, 1), [], /缺少必填列“企业规模”/],
	'a column deleted that may be absent': [(sheet) => sheet.spliceColumns(9, 1), [], undefined],
	'a column of their own': [
		(sheet) => void (sheet.getCell('J5').value = '备注'),
		[6, 7, 8],
		/“备注”不是贷款测试表的列/
	],
	'a note beside the table': [
		(sheet) => void (sheet.getCell('L7').value = '待核'),
		[6, 7, 8],
		/L 列有内容，但没有列名/
	],
	'amounts in 万元': [
		(sheet) => void (sheet.getCell('E5').value = '贷款余额（万元）'),
		[6, 7, 8],
		/“贷款余额”的单位应为元/
	],
	'the header overwritten': [
		(sheet) => sheet.getRow(5).eachCell((cell) => void (cell.value = 'x')),
		[],
		/没有找到贷款测试表的表头/
	],
	'the whole table twice': [
		(sheet, book) => {
			const copy = book.addWorksheet('副本');
			sheet.eachRow((row, line) =>
				row.eachCell((cell, column) => void (copy.getCell(line, column).value = cell.value))
			);
		},
		[6, 7, 8]
	]
};

describe('A20: a template that was mangled gives the right rows or the right sentence', () => {
	it.each(Object.entries(cases))('%s', async (name, [mangle, lines, sentence]) => {
		const book = new ExcelJS.Workbook();
		await book.xlsx.load((await template(loanForm, filing)) as never);
		mangle(book.getWorksheet(loanForm.label)!, book);
		const { file, rows: found } = await readBytes(
			Buffer.from(await book.xlsx.writeBuffer()),
			'a.xlsx',
			loanForm
		);
		const said = file.problems.map(({ message }) => message).join('；');
		if (sentence) expect(said).toMatch(sentence);
		else expect(said).toBe('');
		if (!lines.length) return;
		expect(found.map(({ line }) => line)).toEqual(lines);
		expect(found.map(textsOf)).toEqual(['J1', 'J2', 'J3'].map(right));
		expect(file.head.period, name).toMatch(/2026-09|2026年9月|^$/);
	});
});
