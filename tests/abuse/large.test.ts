import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header, loanMembers, loanRow } from '../fixtures/hostile-book.ts';
import { whole } from '../fixtures/scale.ts';
import { zipOf } from '../fixtures/zip-of.ts';

// Protects the machine: the largest sheet there can be is read, or refused at its limit, in little memory.
const last = 1_048_576;
let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'techfin-large-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A workbook whose sheet has a row on every line there is, written piece by piece. */
function fullSheet(row: (line: number) => string): string {
	const pieces: Buffer[] = [Buffer.from(`<worksheet><sheetData>${header}`)];
	for (let from = 2; from <= last; from += 8192)
		pieces.push(
			Buffer.from(Array.from({ length: Math.min(8192, last + 1 - from) }, (_, i) => row(from + i)).join(''))
		);
	pieces.push(Buffer.from('</sheetData></worksheet>'));
	const data = Buffer.concat(pieces);
	const raw = { packed: deflateRawSync(data, { level: 1 }), size: data.length, crc: crc32(data) };
	const file = path.join(folder, 'full.xlsx');
	writeFileSync(
		file,
		zipOf(loanMembers().map((one) => (one.name.includes('sheet1') ? { ...one, data: '', raw } : one)))
	);
	return file;
}

const read = (file: string, mostRows = 500_000) =>
	JSON.parse(
		execFileSync(
			process.execPath,
			[
				'--max-old-space-size=128',
				'--max-semi-space-size=8',
				'--no-warnings',
				path.join(import.meta.dirname, 'read-child.ts'),
				file,
				String(mostRows)
			],
			{ encoding: 'utf8', timeout: 240_000 }
		)
	) as { rows: number; said: string | null; line: number | null; megabytes: number };

describe('A10: a sheet of 1,048,576 rows', { timeout: 600_000 }, () => {
	it('of which few hold anything is read', () => {
		const file = fullSheet((line) =>
			line % 100_000 === 2 ? loanRow(line) : `<row r="${line}"><c r="A${line}"/></row>`
		);
		const { rows, said, megabytes } = read(file);
		expect([rows, said]).toEqual([11, null]);
		expect(megabytes).toBeLessThan(256);
	});
	it.runIf(whole)('full of rows is refused at the limit, and read where the limit allows it', () => {
		const file = fullSheet(
			(line) =>
				`<row r="${line}"><c r="A${line}" t="str"><v>J${line * 7919}</v></c><c r="E${line}"><v>${line % 9973}.25</v></c></row>`
		);
		const refused = read(file);
		// The header is a row of the sheet too.
		expect([refused.said, refused.line]).toEqual(['数据超过 500000 行', 500_001]);
		expect(refused.rows).toBeLessThanOrEqual(500_000);
		expect(refused.megabytes).toBeLessThan(256);
		const allowed = read(file, 2_000_000);
		expect([allowed.rows, allowed.said]).toEqual([last - 1, null]);
		expect(allowed.megabytes).toBeLessThan(256);
	});
});
