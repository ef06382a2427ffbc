/** Reads a file to its end in a process of its own: how many rows, what was said, and the most memory it took. */
import { readFile } from '#lib/server/intake/read-file.ts';
import { loanForm } from '../fixtures/loan-form.ts';

const [path, mostRows] = process.argv.slice(2) as [string, string];
const file = await readFile(path, path, loanForm, { mostRows: Number(mostRows) });
let rows = 0;
for await (const batch of file.batches) rows += batch.length;
file.close();
const [problem] = file.problems;
console.log(
	JSON.stringify({
		rows,
		said: problem?.message ?? null,
		line: problem?.line ?? null,
		megabytes: Math.round(process.resourceUsage().maxRSS / 1024)
	})
);
