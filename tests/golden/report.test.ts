import { describe, expect, it } from 'vitest';
import { contentOf } from '#lib/server/publish/content.ts';
import { makeWorkbook } from '#lib/server/publish/make-workbook.ts';
import { smallReport, smallSource } from '../fixtures/report-source.ts';
import { cellsOf } from '../fixtures/spreadsheet.ts';

// Protects: what a report says, cell by cell, formulas and all; accept a change with `vitest -u` after reading the difference.
describe('the workbook of a report', () => {
	it('says what it said before', async () => {
		const book = await makeWorkbook(contentOf(smallReport, smallSource, '2026Q3'));
		const cells = await cellsOf(book);
		const text = cells
			.map(
				({ sheet, at, value, formula }) =>
					`${sheet}!${at}\t${formula ? `=${formula}\t` : ''}${typeof value === 'number' ? Number(value.toPrecision(12)) : value}`
			)
			.join('\n');
		await expect(`${text}\n`).toMatchFileSnapshot('report-cells.txt');
	});

	it('is the same bytes for the same numbers', async () => {
		const [one, two] = await Promise.all(
			[1, 2].map(() => makeWorkbook(contentOf(smallReport, smallSource, '2026Q3')))
		);
		expect(one!.equals(two!)).toBe(true);
	});

	it('works its numbers out as by hand: 300 = 120 + 180, 180/300 = 60%, 300/250 − 1 = 20%', async () => {
		const cells = new Map(
			(await cellsOf(await makeWorkbook(contentOf(smallReport, smallSource, '2026Q3')))).map((cell) => [
				`${cell.sheet}!${cell.at}`,
				cell
			])
		);
		const at = (name: string) => cells.get(`附表2 分区情况!${name}`)!;
		expect(at('B2')).toMatchObject({ value: 300, formula: 'SUM(B3:B5)' });
		expect(at('C4')).toMatchObject({ value: 0.6, formula: 'B4/B$2' });
		expect(at('E2')).toMatchObject({ value: 0.2, formula: 'B2/D2-1' });
		expect(at('F2').value).toBe(8);
		expect(at('B5')).toMatchObject({ value: '—', formula: null });
		expect(cells.get('正文!A2')!.value).toBe('　　9月末余额300亿元，同比增长20%。');
	});
});
