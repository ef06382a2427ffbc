/** Reads the same rows as a workbook by our reader and by hucre, and as `.dat`: seconds and peak memory of a fresh process each. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [, , path, reader] = process.argv;

async function read(): Promise<number> {
	let rows = 0;
	if (reader === 'hucre') {
		const { streamXlsxRows } = await import('hucre');
		for await (const _ of streamXlsxRows(readFileSync(path!))) rows++;
		return rows;
	}
	const { readFile } = await import('#lib/server/intake/read-file.ts');
	const { wideForm } = await import('./wide-book.ts');
	const file = await readFile(path!, path!, wideForm);
	for await (const row of file.rows) rows += row.cells.length === 32 ? 1 : 0;
	if (file.problems.length) throw new Error(JSON.stringify(file.problems[0]));
	return rows;
}

if (reader) {
	const begun = performance.now();
	const rows = await read();
	const seconds = (performance.now() - begun) / 1000;
	console.log(JSON.stringify({ rows, seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
} else {
	const run = (file: string, how: string) =>
		JSON.parse(execFileSync(process.execPath, [import.meta.filename, file, how], { encoding: 'utf8' }));
	const files = path!.split(',');
	for (const file of files) {
		for (const how of file.endsWith('.xlsx') ? ['ours', 'hucre'] : ['ours'])
			console.log(file, how, run(file, how));
	}
}
