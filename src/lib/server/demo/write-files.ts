import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dueOn } from '#core/calendar.ts';
import { addMonths, endOf, lastMonth, periodLabel } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';
import { datasetOf } from '#datasets/index.ts';
import { filings, type DemoFiling } from '#demo/filings/index.ts';
import { institutionRows } from '#demo/filings/institutions.ts';
import { storyOf } from '#demo/stories.ts';
import { world } from '#demo/world.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { template } from '#lib/server/intake/template.ts';
import { delimited } from './delimited.ts';
import { monthList, type WrittenFile, type WrittenMonth } from './written.ts';

// Runs in a process of its own: writes every file of the demonstration and after each month a list of what it wrote.
const [folder, size] = process.argv.slice(2);
const made = world({ small: size === 'small' });
const institutions = new Map(institutionRows(made).map((row) => [row.id!, row]));
mkdirSync(folder!, { recursive: true });

/** Offices fill workbooks in the last quarter; banks for the last month, and where their clerks work by hand. */
function isWorkbook(filing: DemoFiling, version: string): boolean {
	if (filing.institution.startsWith('bank'))
		return (
			version !== '' || (filing.period === made.last && ['product', 'all-loan'].includes(filing.dataset))
		);
	return filing.institution !== 'yqdj' && lastMonth(filing.period) > addMonths(made.last, -3);
}

/** The bytes and the name of one file, in the layout its filer uses. */
async function file(
	filing: DemoFiling,
	rows: readonly Values[],
	version: string
): Promise<{ name: string; bytes: Buffer }> {
	const dataset = datasetOf(filing.dataset);
	const { id, name: legalName } = institutions.get(filing.institution)!;
	const title = `${dataset.label}_${institutions.get(filing.institution)!.shortName}_${periodLabel(filing.period)}${version}`;
	if (isWorkbook(filing, version)) {
		const due = dataset.due && dueOn(filing.period, dataset.every === 'quarter' ? 15 : 10);
		const institution = { id: id!, name: legalName! };
		return {
			name: `${title}.xlsx`,
			bytes: await template(dataset, { institution, period: filing.period, dueOn: due, rows })
		};
	}
	if (dataset.table) {
		const on = endOf(filing.period);
		return writeDat(dataset, rows, {
			prefix: filing.institution.toUpperCase(),
			on,
			writtenAt: `${on} 20:00:00`
		}).zip;
	}
	return { name: `${title}.csv`, bytes: delimited(dataset, rows) };
}

let serial = 0;
let month = -1;
async function write(
	filing: DemoFiling,
	rows: readonly Values[],
	version = ''
): Promise<{ path: string; name: string }> {
	const { name, bytes } = await file(filing, rows, version);
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
			files.push({ ...base, ...(await write(filing, story.rows, '_v1')), then: 'open' });
			continue;
		}
		if (story) files.push({ ...base, ...(await write(filing, story.rows, '_v1')), then: story });
		files.push({ ...base, ...(await write(filing, filing.rows, story ? '_v2' : '')), then: 'accept' });
	}
	writeFileSync(`${list}.part`, JSON.stringify({ period, files } satisfies WrittenMonth));
	renameSync(`${list}.part`, list);
}
process.disconnect?.();
