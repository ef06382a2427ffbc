import { describe, expect, it } from 'vitest';
import ExcelJS from 'exceljs';
import { rational, toFixed } from '#core/rational.ts';
import { find, initials } from '#lib/components/search.ts';
import { figureCsv, figureWorkbook } from '#lib/server/observe/figure-export.ts';
import { projected } from '#lib/server/observe/figure-projection.ts';
import { safeText } from '#lib/server/publish/safe-cell.ts';
import { figures } from './charts-figures.ts';

// Protects what leaves the house: numbers as numbers, no text that a spreadsheet would run, the source with it.
describe('exports', () => {
	it('D1, D2: never let text run as a formula, and leave numbers alone', () => {
		expect(safeText('=1+1')).toBe("'=1+1");
		expect(safeText('@SUM(A1)')).toBe("'@SUM(A1)");
		expect(safeText('\t=1')).toBe("'\t=1");
		expect(safeText('-0.8')).toBe('-0.8');
		expect(safeText('工商银行')).toBe('工商银行');
	});
	it('write .csv with a byte order mark, gaps empty, source and notes below', () => {
		const text = figureCsv(figures.columns);
		expect(text.startsWith('\ufeff')).toBe(true);
		expect(text).toContain('2026年5月,18.00,');
		expect(text).toContain('2026年4月,,');
		expect(text).toContain('未报：甲行、乙行');
		expect(text.split('\r\n')[0]).toContain('当月发放（亿元）');
	});
	it('write .xlsx with numbers as numbers and the chart bound to them', async () => {
		const bytes = await figureWorkbook(figures['columns-line']);
		const book = new ExcelJS.Workbook();
		await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as never);
		const sheet = book.getWorksheet('数据')!;
		expect(sheet.getCell('B14').value).toBe(11386.2);
		expect(sheet.getCell('C14').value).toBe(16.8);
		expect(sheet.getCell('D14').value).toBe('未报齐');
		expect(book.getWorksheet('说明')!.getCell('B3').value).toContain('已报23/25家');
		expect(Buffer.from(bytes).includes('xl/charts/')).toBe(true);
	});
});

describe('projection', () => {
	// Parts 10, 20, 30, 39 of wholes 20, 40, 60, 80: the last three months bring 29/3 of 20 a month.
	// In two months: (39 + 2·29/3) / (80 + 2·20) = 58.333…/120 = 48.61 %.
	it('continues a share at the pace of the last three months', () => {
		const line = projected(
			[10, 20, 30, 39].map((n) => rational(n)),
			[20, 40, 60, 80].map((n) => rational(n)),
			3
		)!;
		expect(toFixed(line[0]!, 4)).toBe('0.4875');
		expect(toFixed(line[2]!, 4)).toBe('0.4861');
	});
	it('takes the whole year as the pace in the first months, and nothing from gaps', () => {
		expect(toFixed(projected([rational(6)], [rational(10)], 2)![1]!, 2)).toBe('0.60');
		expect(projected([null], [rational(10)], 2)).toBeNull();
	});
});

describe('search', () => {
	const places = [
		{ href: '/loans', label: '贷款增长', kind: '页面', also: `余额 ${initials('贷款增长')}` },
		{ href: '/i', label: '科创企业贷款余额', kind: '指标', also: 'M04-8' }
	];
	it('finds by name, code and first letters of the pinyin, names that begin with it first', () => {
		expect(initials('贷款增长')).toBe('DKZZ');
		expect(find(places, 'dkzz', 5).map((one) => one.href)).toEqual(['/loans']);
		expect(find(places, 'm04', 5).map((one) => one.href)).toEqual(['/i']);
		expect(find(places, '贷款', 5).map((one) => one.href)).toEqual(['/loans', '/i']);
		expect(find(places, '没有', 5)).toEqual([]);
	});
});
