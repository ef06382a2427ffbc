import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, periodLabel } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { filings, type DemoFiling } from '#demo/filings/index.ts';
import { institutionRows } from '#demo/filings/institutions.ts';
import { storyOf } from '#demo/stories.ts';
import { world } from '#demo/world.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { delimited } from './delimited.ts';
import { monthList, type WrittenFile, type WrittenMonth } from './written.ts';

// Runs in a process of its own: writes every file of the demonstration and after each month a list of what it wrote.
const [folder, size] = process.argv.slice(2);
const made = world({ small: size === 'small' });
const names = new Map(institutionRows(made).map((row) => [row.id!, row.shortName!]));
mkdirSync(folder!, { recursive: true });

/** The bytes and the name of one file, in the layout its filer uses. */
function file(filing: DemoFiling, rows: readonly Values[], version: string): { name: string; bytes: Buffer } {
	const dataset = datasetOf(filing.dataset);
	if (dataset.table) {
		const on = endOf(filing.period);
		const prefix = `${filing.institution.toUpperCase()}${version}`;
		return writeDat(dataset, rows, { prefix, on, writtenAt: `${on} 20:00:00` }).zip;
	}
	const name = `${dataset.label}_${names.get(filing.institution)}_${periodLabel(filing.period)}${version}.csv`;
	return { name, bytes: delimited(dataset, rows) };
}

let serial = 0;
let month = -1;
function write(filing: DemoFiling, rows: readonly Values[], version = ''): { path: string; name: string } {
	const { name, bytes } = file(filing, rows, version);
	const path = join(folder!, String((serial += 1)));
	writeFileSync(path, bytes);
	return { path, name };
}

for (const { period, filings: due } of filings(made)) {
	const list = monthList(folder!, (month += 1));
	const files: WrittenFile[] = [];
	for (const filing of due) {
		const story = storyOf(made, filing);
		if (story?.kind === 'missing') continue;
		const { dataset, institution, period: of, mode } = filing;
		const base = { dataset, institution, period: of, mode };
		if (story?.kind === 'open') {
			files.push({ ...base, ...write(filing, story.rows), then: 'open' });
			continue;
		}
		if (story) files.push({ ...base, ...write(filing, story.rows, '_v1'), then: story });
		files.push({ ...base, ...write(filing, filing.rows, story ? '_v2' : ''), then: 'accept' });
	}
	writeFileSync(`${list}.part`, JSON.stringify({ period, files } satisfies WrittenMonth));
	renameSync(`${list}.part`, list);
}
process.disconnect?.();
