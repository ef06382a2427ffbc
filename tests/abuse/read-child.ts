/** Reads a file to its end in a process of its own: how many rows, what was said, and the most memory it took. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from '#lib/server/intake/read-file.ts';
import { loanForm } from '../fixtures/loan-form.ts';

/** The most memory this program held. What the system counts by itself begins with what its parent held when it was started. */
function mostMegabytes(): number {
	const status = '/proc/self/status';
	const said = existsSync(status) && /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'latin1'));
	return Math.round((said ? Number(said[1]) : process.resourceUsage().maxRSS) / 1024);
}

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
		megabytes: mostMegabytes()
	})
);
