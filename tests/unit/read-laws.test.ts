import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address, columnOf, letterOf, parseAddress } from '#lib/server/intake/address.ts';
import { CsvScanner } from '#lib/server/intake/csv-scan.ts';
import { BadFile } from '#lib/server/intake/problem.ts';
import type { PhysicalRow } from '#lib/server/intake/table.ts';
import { SheetScanner } from '#lib/server/intake/xlsx-sheet.ts';
import { PartText } from '#lib/server/intake/xlsx-text.ts';
import { bufferSource, entryBytes, zipEntries } from '#lib/server/intake/zip.ts';
import { packed, packedPieces, writeZip } from '#lib/server/intake/zip-write.ts';
import { escapeCell, decodeEntities, decodeExcel } from '#lib/server/intake/xml.ts';

const plain = fc
	.string({ unit: 'grapheme', maxLength: 12 })
	.filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text));
const cuts = fc.array(fc.nat(400), { maxLength: 12 });

/** A whole cut at the given places. */
function pieces<T extends string | Buffer>(whole: T, at: readonly number[]): T[] {
	const places = [...new Set([0, ...at.map((place) => place % (whole.length + 1)), whole.length])].sort(
		(a, b) => a - b
	);
	return places.slice(1).map((end, i) => whole.slice(places[i], end) as T);
}

describe('A12: delimited text', () => {
	const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

	it('is split into the fields it was joined from, wherever it is cut', () => {
		const table = fc.array(fc.array(plain, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(
				table,
				cuts,
				fc.constantFrom(',', ';', '\t'),
				fc.constantFrom('\n', '\r\n', '\r'),
				(rows, at, delimiter, end) => {
					const text = rows.map((row) => row.map(quoted).join(delimiter) + end).join('');
					const scanner = new CsvScanner(delimiter);
					const records = [
						...pieces(text, at).flatMap((piece) => scanner.feed(piece)),
						...scanner.feed('', true)
					];
					expect(records.map(({ fields }) => fields)).toEqual(rows);
					expect(records[0]!.line).toBe(1);
				}
			)
		);
	});

	it('of any kind is read or refused with a line, never worse', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '甲', '\0') }),
				cuts,
				(text, at) => {
					const scanner = new CsvScanner(',');
					try {
						for (const piece of pieces(text, at)) scanner.feed(piece);
						scanner.feed('', true);
					} catch (cause) {
						expect(cause).toBeInstanceOf(BadFile);
						expect((cause as BadFile).line).toBeGreaterThan(0);
					}
				}
			)
		);
	});
});

it('a worksheet reads the same wherever its bytes are cut', () => {
	const xml = Buffer.from(
		'<?xml version="1.0"?><worksheet><!-- <row> --><sheetData><row r="2" spans="1:3"><c r="A2" t="inlineStr"><is><r><t>科创</t></r><rPh sb="0" eb="1"><t>kechuang</t></rPh><r><t xml:space="preserve"> 企业&amp;</t></r></is></c><c r="C2" s="1"><f>SUM(A1:A2)</f><v>12.5</v></c></row><row r="3"/><row r="7"><c t="str"><v><![CDATA[<甲>]]></v></c><c r="D7" t="b"><v>1</v><extLst><ext><a b="c>d"/></ext></extLst></c></row></sheetData><pageMargins/></worksheet>'
	);
	const expected: PhysicalRow[] = [
		{
			line: 2,
			cells: [
				{ kind: 'text', text: '科创 企业&' },
				null,
				{ kind: 'number', text: '12.5', formula: 'SUM(A1:A2)', hasValue: true }
			]
		},
		{ line: 3, cells: [] },
		{ line: 7, cells: [{ kind: 'text', text: '<甲>' }, null, null, { kind: 'boolean', text: 'true' }] }
	];
	fc.assert(
		fc.property(cuts, (at) => {
			const scanner = new SheetScanner({
				strings: [],
				dateStyles: [false, false],
				percentStyles: [false, false],
				date1904: false,
				mostColumns: 100,
				mostRows: 100
			});
			const text = new PartText();
			const scan = (whole: string) => {
				const { rows: some, used } = scanner.feed(whole);
				text.giveBack(whole.slice(used));
				return some;
			};
			const rows = [...pieces(xml, at).flatMap((piece) => scan(text.next(piece))), ...scan(text.last())];
			expect(rows).toEqual(expected);
		})
	);
});

it('a cell’s text survives being written and read', () => {
	fc.assert(
		fc.property(fc.oneof(plain, fc.constantFrom('_x000D_', '_x005F_', 'a_xABCD_b', '<&">')), (text) => {
			expect(decodeExcel(decodeEntities(escapeCell(text)))).toBe(text);
		})
	);
});

it('letters and columns, addresses and their parts, are one another’s inverse', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 16_384 }),
			(column) => void expect(columnOf(letterOf(column))).toBe(column)
		)
	);
	const name = plain.filter((text) => text.length > 0 && !/[!\n\r]/.test(text));
	fc.assert(
		fc.property(
			name,
			fc.integer({ min: 1, max: 16_384 }),
			fc.integer({ min: 1, max: 1_048_576 }),
			(sheet, column, line) => {
				expect(parseAddress(address(sheet, letterOf(column), line))).toEqual({
					sheet,
					letters: letterOf(column),
					line
				});
			}
		)
	);
	expect(address('存量', 'E', 1047)).toBe('存量!E1047');
});

it('an archive holds what was put into it', async () => {
	const large = Buffer.alloc(9 << 20, '科创');
	const zip = writeZip([
		packed('甲.txt', Buffer.from('乙')),
		packed('空', Buffer.alloc(0)),
		await packedPieces('大', [large.subarray(0, 5), large.subarray(5)])
	]);
	const source = bufferSource(zip);
	expect(
		zipEntries(source).map((entry) => [
			entry.name,
			entryBytes(source, entry).equals(
				entry.name === '大' ? large : Buffer.from(entry.name === '空' ? '' : '乙')
			)
		])
	).toEqual([
		['甲.txt', true],
		['空', true],
		['大', true]
	]);
});
