import { describe, expect, it } from 'vitest';
import { csvText } from '#lib/server/publish/csv-text.ts';

// Protects whoever opens a list in a spreadsheet: nothing a filer typed runs as a formula, and numbers stay numbers.
describe('D1, D2: a field of a .csv', () => {
	it.each([
		['=cmd|calc', "'=cmd|calc"],
		['+1+2', "'+1+2"],
		['-2+3', "'-2+3"],
		['@SUM(A1)', "'@SUM(A1)"],
		[' =1', "' =1"],
		['"=1"', `"'""=1"""`],
		['＝1', "'＝1"],
		['\t=1', "' =1"],
		['-5', '-5'],
		['-12.50', '-12.50'],
		['北京,一家', '"北京,一家"'],
		['两\r\n行', '两 行'],
		[null, '']
	])('%j → %s', (text, expected) => expect(csvText([[text]])).toBe(`\uFEFF${expected}\r\n`));
});
