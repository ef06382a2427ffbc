/** Writes `wide.xlsx`, `wide.zip` and `wide.csv` of the same rows into a folder. */
import { writeFileSync } from 'node:fs';
import type { Values } from '#datasets/define.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { field, wideBook, wideForm } from './wide-book.ts';

const [, , folder, count = '100000'] = process.argv;
const columns = Object.entries(wideForm.columns);

function* rows(): Generator<Values> {
	for (let row = 0; row < Number(count); row++) {
		yield Object.fromEntries(
			columns.map(([name, { kind }], i) => {
				const text = field(row, i);
				return [
					name,
					/money|rate/.test(kind) ? Number(text.replace('.', '')) : kind === 'int' ? Number(text) : text
				];
			})
		);
	}
}

writeFileSync(`${folder}/wide.xlsx`, wideBook(Number(count)));
writeFileSync(
	`${folder}/wide.zip`,
	writeDat(wideForm, rows(), {
		prefix: '91110108MA0000015T',
		on: '2026-09-30',
		writtenAt: '2026-10-12 09:30:00'
	}).zip.bytes
);
const lines = [columns.map(([, { label }]) => label).join(',')];
for (let row = 0; row < Number(count); row++) lines.push(columns.map((_, i) => field(row, i)).join(','));
writeFileSync(`${folder}/wide.csv`, `\ufeff${lines.join('\r\n')}\r\n`);
