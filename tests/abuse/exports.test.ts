import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figures } from '#figures/index.ts';
import type { FigureData } from '#figures/data.ts';
import { tip } from '#lib/charts/tooltip.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { figureParams } from '#lib/server/observe/dashboards.ts';
import { shownFigure } from '#lib/server/observe/figure.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { holds } from '../fixtures/invariants.ts';
import { askerFor, period, twoBanks } from '../fixtures/two-banks.ts';

// Protects the promise that a file says what the screen says: the same numbers, units, gaps and remarks.
let dir: string;
let ledger: Ledger;
beforeAll(async () => {
	dir = mkdtempSync(path.join(tmpdir(), 'techfin-exports-'));
	await twoBanks(dir);
	ledger = openLedger(dir);
});
afterAll(() => {
	holds(ledger);
	ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

/** A number as the screen prints it; `null` for what is not one. */
const read = (text: string | null | undefined): number | null =>
	text && /^-?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : null;
const parsed = (text: string): string[][] =>
	text
		.replace(/^\uFEFF/, '')
		.split('\r\n')
		.map((line) =>
			[...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, cell]) => cell!.replace(/^"|"$/g, ''))
		);

/** Every number of a figure on the screen, with its heading, as one table. */
const onScreen = (data: FigureData): (number | null)[][] =>
	data.categories.map((_, i) => data.series.map(({ displays }) => read(displays[i])));

describe('D5: an export says what the screen says', () => {
	let numbers = 0;
	it.each([...figures.keys()])(
		'%s',
		async (id) => {
			const asker = askerFor(ledger, 'analyst');
			const { data, query } = shownFigure(ledger, asker, id, { period, scope: 'beijing' });
			const asked = figureParams(ledger, new URLSearchParams(query));
			const file = async (format: 'csv' | 'xlsx' | 'json') =>
				(await figureFile(ledger, asker, id, format, asked)).body;
			const screen = onScreen(data);
			const agrees = (row: number, column: number, given: number | null, where: string): void => {
				const shown = screen[row]![column]!;
				const what = `${id} ${where} ${data.categories[row]!.label} ${data.series[column]!.label}`;
				if (shown === null) return expect(given, what).toBeNull();
				numbers += 1;
				// The file may carry more places than the screen prints, never another number.
				expect(Math.abs(given! - shown), what).toBeLessThanOrEqual(
					0.5 * 10 ** -data.series[column]!.decimals + 1e-9
				);
			};

			const lines = parsed(String(await file('csv')));
			for (const [i, { label, unit }] of data.series.entries()) {
				expect(lines[0]![i + 1]).toContain(label);
				expect(lines[0]![i + 1]).toContain(`（${unit}）`);
			}
			const book = new ExcelJS.Workbook();
			await book.xlsx.load((await file('xlsx')) as unknown as ArrayBuffer);
			const sheet = book.getWorksheet('数据')!;
			for (const [row, category] of data.categories.entries()) {
				expect(lines[row + 1]![0]).toBe(category.label);
				expect(sheet.getCell(row + 2, 1).value).toBe(category.label);
				for (const column of data.series.keys()) {
					agrees(row, column, read(lines[row + 1]![column + 1]), '.csv');
					const cell = sheet.getCell(row + 2, column + 2).value;
					agrees(row, column, typeof cell === 'number' ? cell : null, '.xlsx');
				}
			}
			const { exported, ...rest } = JSON.parse(String(await file('json'))) as FigureData;
			expect(exported).toContain(asker.name);
			expect(rest).toEqual(JSON.parse(JSON.stringify(data)));
			// What is said beside the numbers is said in the file as well.
			for (const text of [data.headline, data.subtitle])
				expect(lines.flat().join('')).toContain(text.replace(/"/g, '""').slice(0, 8));
		},
		60_000
	);
	it('and there were numbers to compare', () => expect(numbers).toBeGreaterThan(20));
});

describe('D8: no raw HTML, and one way to write a tooltip', () => {
	const sources = ['src', 'routes'].flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(svelte|ts)$/.test(file))
			.map((file) => path.join(folder, file))
	);
	const holding = (pattern: RegExp) => sources.filter((file) => pattern.test(readFileSync(file, 'utf8')));
	it('only the chart drawn by the server is put in as it stands', () => {
		expect(holding(/\{@html/)).toEqual(['src/lib/components/Chart.svelte']);
		expect(holding(/\.(inner|outer)HTML|insertAdjacentHTML|document\.write|new Function\(|\beval\(/)).toEqual(
			[]
		);
		expect(holding(/\btooltip: (?!tooltip\()/)).toEqual([]);
	});
	it('a tooltip writes names as text', () => {
		const evil = `<img src=x onerror=alert(1)>"'&`;
		const data = {
			categories: [{ label: evil }],
			series: [
				{ label: evil, unit: evil, values: [1], displays: [evil], decimals: 0, role: 'main', kind: 'bar' }
			]
		} as unknown as FigureData;
		expect(tip(data, 0)).not.toMatch(/<img|onerror=alert\(1\)>/);
	});
});
