import { bookMembers } from '../fixtures/book-of.ts';
import { zipOf } from '../fixtures/zip-of.ts';
import { letterOf } from '#lib/server/intake/address.ts';
import { date, defineDataset, int, money, rate, text } from '#datasets/define.ts';
import type { Column } from '#datasets/define.ts';

const kinds = [text, text, text, text, text, text, date, date, money, money, rate, int] as const;

/** A form of 32 columns of the kinds that a loan file has. */
export const wideForm = defineDataset({
	id: 'wide-form',
	label: '宽表',
	clause: null,
	nature: 'stock',
	every: 'month',
	filers: [],
	due: null,
	layouts: ['xlsx', 'csv', 'dat'],
	table: 'KBCS',
	version: '1',
	definition: '测速用表。',
	columns: Object.fromEntries(
		Array.from({ length: 32 }, (_, i): [string, Column] => [
			`c${i + 1}`,
			kinds[i % kinds.length]!(`第${i + 1}列`, { key: i === 0 })
		])
	)
});

/** The text of one field, the same in every layout. */
export function field(row: number, column: number): string {
	const seed = (row * 2654435761 + column * 40503) % 4294967296;
	switch (Object.values(wideForm.columns)[column]!.kind) {
		case 'date':
			return `20${10 + (seed % 16)}-${String(1 + (seed % 12)).padStart(2, '0')}-${String(1 + (seed % 28)).padStart(2, '0')}`;
		case 'money':
			return `${seed % 100_000_000}.${String(seed % 100).padStart(2, '0')}`;
		case 'rate':
			return `${2 + (seed % 5)}.${String(seed % 100_000).padStart(5, '0')}`;
		case 'int':
			return String(seed % 1000);
		default:
			return column % 12 === 0
				? `JJ2026${String(row).padStart(10, '0')}${column}`
				: column % 12 === 3
					? `北京某某科技有限公司${seed % 5000}`
					: `A0${seed % 40}`;
	}
}

/** A workbook of `rows` × 32 with shared strings written after the sheet, as Excel does. */
export function wideBook(rows: number): Buffer {
	const columns = Object.values(wideForm.columns);
	const letters = columns.map((_, i) => letterOf(i + 1));
	const ids = new Map<string, number>();
	const shared = (value: string) => {
		let id = ids.get(value);
		if (id === undefined) ids.set(value, (id = ids.size));
		return id;
	};
	const pieces: Buffer[] = [];
	let lines: string[] = [];
	const flush = () => {
		pieces.push(Buffer.from(lines.join('')));
		lines = [];
	};
	const head = columns
		.map((column, i) => `<c r="${letters[i]}1" s="1" t="s"><v>${shared(column.label)}</v></c>`)
		.join('');
	lines.push(
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1" spans="1:32">${head}</row>`
	);
	for (let row = 0; row < rows; row++) {
		let line = `<row r="${row + 2}" spans="1:32">`;
		for (let i = 0; i < columns.length; i++) {
			const value = field(row, i);
			const ref = `<c r="${letters[i]}${row + 2}" s="2"`;
			line += /text|date/.test(columns[i]!.kind)
				? `${ref} t="s"><v>${shared(value)}</v></c>`
				: `${ref}><v>${Number(value)}</v></c>`;
		}
		lines.push(`${line}</row>`);
		if (lines.length > 2000) flush();
	}
	lines.push('</sheetData></worksheet>');
	flush();
	const members = bookMembers(
		{ 宽表: '' },
		{
			strings: [...ids.keys()].map((value) => `<si><t>${value}</t></si>`),
			styles: { xfs: '<xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="0"/>' }
		}
	);
	const sheet = members.find((member) => member.name.includes('sheet1'))!;
	return zipOf(
		members.map((member) => (member === sheet ? { ...member, data: Buffer.concat(pieces) } : member))
	);
}
