import { createHash } from 'node:crypto';
import type { Dataset, Values } from '#datasets/define.ts';
import { writeValue } from '#datasets/write.ts';
import { datName } from './dat-name.ts';
import { packed, writeZip } from './zip-write.ts';

/** The three files of one table in the layout that banks file in. */
export interface DatFiles {
	readonly dat: { readonly name: string; readonly bytes: Buffer };
	readonly log: { readonly name: string; readonly bytes: Buffer };
	readonly zip: { readonly name: string; readonly bytes: Buffer };
}

/** Writes rows as `.dat`, its `.log`, and both in a `.zip`. `on` is the day the rows are stated at. */
export function writeDat(
	dataset: Dataset,
	rows: Iterable<Values>,
	names: { readonly prefix: string; readonly on: string; readonly writtenAt: string }
): DatFiles {
	if (!dataset.table) throw new TypeError(`no table code: ${dataset.id}`);
	const columns = Object.entries(dataset.columns);
	const pieces: Buffer[] = [];
	let lines: string[] = [];
	let count = 0;
	for (const row of rows) {
		const line = columns.map(([name, column]) => writeValue(column, row[name] ?? null)).join('|');
		if (line.includes('\n') || line.split('|').length !== columns.length)
			throw new TypeError(`bar or line break in a field: ${line}`);
		lines.push(line, '\n');
		count++;
		if (lines.length >= 4000) {
			pieces.push(Buffer.from(lines.join('')));
			lines = [];
		}
	}
	pieces.push(Buffer.from(lines.join('')));
	const bytes = Buffer.concat(pieces);
	const name = datName(names.prefix, dataset.table, names.on);
	const md5 = createHash('md5').update(bytes).digest('hex');
	const log = Buffer.from(`${[name, md5, bytes.length, names.writtenAt, count].join('\n')}\n`);
	const logName = name.replace(/\.dat$/, '.log');
	const zip = writeZip([packed(name, bytes), packed(logName, log)]);
	return {
		dat: { name, bytes },
		log: { name: logName, bytes: log },
		zip: { name: name.replace(/\.dat$/, '.zip'), bytes: zip }
	};
}
