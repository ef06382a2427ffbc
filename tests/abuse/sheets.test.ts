import { describe, expect, it } from 'vitest';
import { inline, rowOf, worksheet } from '../fixtures/book-of.ts';
import { header, loanBook, loanRow, refused, withMember } from '../fixtures/hostile-book.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes, textsOf } from '../fixtures/read-bytes.ts';

// Protects the rows: what stands in an impossible place, or has no value, is said and never guessed.
describe('A9: impossible places are bounded errors', () => {
	const cells = (count: number) =>
		Array.from({ length: count }, (_, i) => `<c t="str"><v>${i * 7919}</v></c>`).join('');
	it.each([
		['65,000 columns', rowOf(2, cells(65_000)), /超出了本表的列/],
		['16,384 columns', rowOf(2, cells(16_384)), /超出了本表的列/],
		['row 0', '<row r="0"/>', /第 1 行之后出现第 0 行/],
		['a row before the first', '<row r="-1"/>', /行号有误/],
		['a row without number', '<row r="x2"/>', /行号有误/],
		['row 1,048,577', '<row r="1048577"/>', /第 1048577 行/],
		['row 4,000,000,000', '<row r="4000000000"/>', /第 4000000000 行/],
		['column 16,385', rowOf(2, inline('XFE2', 'x')), /XFE2/],
		['column ZZZZZZ', rowOf(2, inline('ZZZZZZ2', 'x')), /ZZZZZZ2/],
		['a reference that is none', rowOf(2, inline('2A', 'x')), /2A/],
		['the same cell twice', rowOf(2, inline('A2', 'x') + inline('A2', 'x')), /A2 出现了两次/],
		['cells out of order', rowOf(2, inline('B2', 'x') + inline('A2', 'x')), /A2 的次序不对/],
		['the same row twice', loanRow(2) + loanRow(2), /第 2 行之后出现第 2 行/],
		['rows out of order', loanRow(3) + loanRow(2), /第 3 行之后出现第 2 行/],
		['a row in a row', '<row r="2"><row r="3"></row></row>', /第 2 行没有写完/],
		['a cell outside rows', inline('A2', 'x'), /单元格不在行里/],
		['a style that is not there', rowOf(2, '<c r="E2" s="9"><v>1</v></c>'), /格式不存在/],
		['a type that is none', rowOf(2, '<c r="E2" t="zz"><v>1</v></c>'), /类型 zz 不认识/]
	])('%s', (_, rows, message) => refused(loanBook({ rows }), message));
	it('two million empty cells', () =>
		refused(
			withMember('sheet1', { data: worksheet(header + rowOf(2, '<c/>'.repeat(2_000_000))), store: true }),
			/单元格过多/
		));
	it('while cells and rows that do not say where they stand are counted', async () => {
		const rows = `<row>${['J1', '91110108MA0000015T', 'CS01'].map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row>`;
		const { file, rows: read } = await readBytes(loanBook({ rows }), 'a.xlsx', loanForm);
		expect([file.problems, read[0]!.line, textsOf(read[0]).slice(0, 3)]).toEqual([
			[],
			2,
			['J1', '91110108MA0000015T', 'CS01']
		]);
	});
	it('and rows beyond the limit are said at the limit', async () => {
		const rows = Array.from(
			{ length: 500_001 },
			(_, i) => `<row r="${i + 2}"><c t="str"><v>J${i}</v></c></row>`
		).join('');
		const { file, rows: read } = await readBytes(loanBook({ rows }), 'a.xlsx', loanForm);
		expect(file.problems).toMatchObject([{ line: 500_001, message: '数据超过 500000 行' }]);
		expect(read.length).toBeLessThan(500_001);
	});
});

it('A18: a formula counts with the value that was kept, and never as zero without one', async () => {
	const cell = async (inside: string, attributes = '') => {
		const { file, rows } = await readBytes(
			loanBook({ rows: loanRow(2).replace('</row>', `<c r="G2"${attributes}>${inside}</c></row>`) }),
			'a.xlsx',
			loanForm
		);
		expect(file.problems).toEqual([]);
		return rows[0]!.cells[6];
	};
	expect(await cell('<f>6*2</f><v>12</v>')).toEqual({
		kind: 'number',
		text: '12',
		formula: '6*2',
		hasValue: true
	});
	expect(await cell('<f>6*2</f>')).toMatchObject({ hasValue: false });
	expect(await cell('<f>6*2</f><v></v>')).toMatchObject({ hasValue: false });
	expect(await cell('<f>6*2</f><v/>')).toMatchObject({ hasValue: false });
	expect(await cell('<f>IF(1,"","")</f><v></v>', ' t="str"')).toMatchObject({ text: '', hasValue: true });
});
