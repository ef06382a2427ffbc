import { describe, expect, it } from 'vitest';
import { columnOf } from '#lib/server/intake/address.ts';
import type { Values } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import { isUnreadable, readValue } from '#datasets/read.ts';
import { blankCsv, template } from '#lib/server/intake/template.ts';
import { bufferSource, entryBytes, zipEntries } from '#lib/server/intake/zip.ts';
import { converted, office } from '../fixtures/office.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes } from '../fixtures/read-bytes.ts';

const institution = { id: 'kw', name: '市科委、中关村管委会' };
const filing = { institution, period: '2026Q3', dueOn: '2026-10-22' };

/** What a file says each row is. */
async function values(bytes: Buffer, dataset: Parameters<typeof readBytes>[2]): Promise<Values[]> {
	const { file, rows } = await readBytes(bytes, '填好的表.xlsx', dataset);
	expect(file.problems).toEqual([]);
	expect(file.head).toMatchObject({
		form: dataset.id,
		version: dataset.version,
		institution: 'kw',
		period: '2026Q3'
	});
	return rows.map((row) =>
		Object.fromEntries(
			Object.entries(dataset.columns).map(([name, column], position) => {
				const read = readValue(column, row.cells[position]!);
				return [name, isUnreadable(read) ? `${read.check} ${read.message}` : read.value];
			})
		)
	);
}

/** The row of every column's example, and one of extremes. */
const exampleOf = (dataset: Parameters<typeof readBytes>[2]): Values =>
	Object.fromEntries(
		Object.entries(dataset.columns).map(([name, column]) => {
			const read = readValue(
				column,
				column.example === undefined ? null : { kind: 'text', text: column.example }
			);
			return [name, isUnreadable(read) ? null : read.value];
		})
	);

const rows: Values[] = [
	{
		loanNo: '000123',
		borrower: '91110108MA0000015T',
		size: 'CS03',
		grantedOn: '2026-02-28',
		balance: 123456789012345,
		rate: 385000,
		employees: 0,
		listed: true,
		purpose: '=研发 & <试制>\n二期'
	},
	{
		loanNo: '20260901',
		borrower: '91110112MA00ABCD4X',
		size: 'CS01',
		grantedOn: '1999-12-31',
		balance: -1,
		rate: 1,
		employees: null,
		listed: false,
		purpose: null
	}
];

describe('a template', () => {
	it('filled and read again says what was filled in', async () => {
		expect(await values(await template(loanForm, { ...filing, rows }), loanForm)).toEqual(rows);
	});

	it.each([...datasets.values()].map((dataset) => [dataset.id, dataset] as const))(
		'of %s takes its own examples',
		async (_, dataset) => {
			const row = exampleOf(dataset);
			expect(await values(await template(dataset, { ...filing, rows: [row] }), dataset)).toEqual([row]);
		}
	);

	it.skipIf(!office)('survives being saved by another program', { timeout: 60_000 }, async () => {
		const filled = await template(loanForm, { ...filing, rows });
		expect(await values(converted(filled, 'xlsx', 'xlsx'), loanForm)).toEqual(rows);
	});

	it('empty has no rows, is the same each time, and opens without being large', async () => {
		const largest = datasets.get('corp-loan-stock')!;
		const made = await template(largest, filing);
		expect(await values(made, largest)).toEqual([]);
		expect(made.equals(await template(largest, filing))).toBe(true);
		expect(made.length).toBeLessThan(300_000);
	});

	it('has drop-downs, input rules, notes, a frozen header and print set-up', async () => {
		const source = bufferSource(await template(loanForm, filing));
		const part = (name: string) =>
			entryBytes(
				source,
				zipEntries(source).find((entry) => entry.name === name)!
			).toString('utf8');
		const sheet = part('xl/worksheets/sheet1.xml');
		expect(sheet).toContain('<formula1>list_size</formula1>');
		expect(sheet).toMatch(/type="textLength"[^>]*operator="equal"[^>]*sqref="B6:B5005"/);
		expect(sheet).toMatch(/<pane xSplit="1" ySplit="5"[^>]*state="frozen"/);
		expect(sheet).toMatch(/<autoFilter ref="A5:I5"\/>/);
		expect(sheet).toMatch(/<pageSetup paperSize="9" orientation="landscape"[^>]*fitToWidth="1"/);
		expect(part('xl/comments1.xml').match(/<comment /g)).toHaveLength(columnOf('I'));
		const workbook = part('xl/workbook.xml');
		expect(workbook).toMatch(/name="_techfin"[^>]*state="veryHidden"/);
		expect(workbook).toMatch(/techfin_period/);
		expect(workbook).toMatch(/Print_Titles[^>]*>[^<]*\$5:\$5/);
	});

	it('of .csv has the header that the reader knows', async () => {
		const { file } = await readBytes(blankCsv(loanForm), 'a.csv', loanForm);
		expect([file.problems, file.headerLine, Object.keys(file.letters).length]).toEqual([[], 1, 9]);
	});
});
