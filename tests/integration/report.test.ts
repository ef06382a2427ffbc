import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { makeDemo } from '#lib/server/demo/make.ts';
import { markedCopy } from '#lib/server/intake/marked-copy.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { findingsCsv } from '#lib/server/pages/findings-csv.ts';
import type { Content } from '#lib/server/publish/content.ts';
import { makeWorkbook } from '#lib/server/publish/make-workbook.ts';
import { previewPage } from '#lib/server/publish/preview.ts';
import { reportContent } from '#lib/server/publish/report-content.ts';
import { workbook } from '#lib/server/publish/workbook.ts';
import { reports } from '#reports/index.ts';
import { converted, office } from '../fixtures/office.ts';
import { cellsOf, withoutResults, type SheetCell } from '../fixtures/spreadsheet.ts';

const period = '2026Q3';
if (!office) console.warn('LibreOffice is not installed: recalculation of the report is skipped');

let dir: string;
let ledger: Ledger;
let content: Content;
let bytes: Buffer;
let cells: readonly SheetCell[];

beforeAll(async () => {
	dir = mkdtempSync(path.join(tmpdir(), 'techfin-report-'));
	ledger = openLedger(dir);
	await makeDemo(ledger, { small: true });
	content = reportContent(ledger, consoleAsker, 'quarterly-monitor', period);
	bytes = await makeWorkbook(content);
	cells = await cellsOf(bytes);
}, 180_000);
afterAll(() => {
	ledger?.close();
	rmSync(dir, { recursive: true, force: true });
});

const on = (sheet: string) => cells.filter((cell) => cell.sheet === sheet);
const parts = () => unzipSync(bytes);
const close = (a: unknown, b: unknown) =>
	typeof a === 'number' && typeof b === 'number'
		? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
		: a === b;

// Protects: the report says the same number as the screen, and every number leads back to where it came from.
describe('the quarterly report', () => {
	it('has the sheets in the order an office expects', () => {
		const names = [...new Set(cells.map(({ sheet }) => sheet))];
		expect(names.slice(0, 5)).toEqual(['封面', '目录', '说明', '正文', '附表1 主要指标']);
		expect(names.slice(-6)).toEqual(['图表', '图表数据', '数据', '勾稽', '溯源', '报送批次']);
		for (const name of names) expect(name.length).toBeLessThanOrEqual(31);
	});

	it('repeats what is observed, exactly', () => {
		const [balance] = observe(ledger, consoleAsker, { indicator: 'M04-8', period });
		const row = on('附表1 主要指标').find(({ value }) => value === 'M04-8')!;
		const shown = cells.find(({ sheet, at }) => sheet === row.sheet && at === row.at.replace('B', 'D'))!;
		expect(shown.value).toBeCloseTo(balance!.plot!, 9);
		expect(shown.formula).toMatch(/^'数据'!\$G\$\d+\/100000000$/);
		const raw = cells.find(
			({ sheet, at }) => sheet === '数据' && at === /\$G\$\d+/.exec(shown.formula!)![0].replaceAll('$', '')
		)!;
		expect(Number(raw.value).toFixed(2)).toBe(balance!.value);
	});

	it('has a 溯源 row for every number of the tables', () => {
		const traced = new Set(
			on('溯源')
				.filter(({ at }) => at.startsWith('B'))
				.map(({ value }) => value)
		);
		const numbers = cells.filter(
			({ sheet, at, value }) => /^附表\d/.test(sheet) && !at.startsWith('A') && typeof value === 'number'
		);
		expect(numbers.length).toBeGreaterThan(300);
		expect(numbers.filter(({ sheet, at }) => !traced.has(`${sheet}!${at}`))).toEqual([]);
	});

	it('names the submissions behind a number', () => {
		const row = on('溯源')
			.find(({ at, value }) => at.startsWith('F') && value === 'M04-8')!
			.at.slice(1);
		const receipts = String(on('溯源').find(({ at }) => at === `S${row}`)!.value).split('、');
		const known = new Set(
			on('报送批次')
				.filter(({ at }) => at.startsWith('A'))
				.map(({ value }) => value)
		);
		expect(receipts.length).toBeGreaterThan(2);
		expect(receipts.filter((receipt) => !known.has(receipt))).toEqual([]);
	});

	it('ties out: every difference is zero within its tolerance', () => {
		const rows = on('勾稽').filter(({ at }) => /^G\d+$/.test(at) && at !== 'G1');
		expect(rows.length).toBeGreaterThan(200);
		expect(rows.filter(({ value }) => value !== '平')).toEqual([]);
	});

	it('ties every number of its sentences to a cell', () => {
		const said = content.blocks.flatMap((block) =>
			block.is === 'sentence' ? block.said.filter((part) => typeof part !== 'string') : []
		);
		const ties = on('勾稽').filter(({ at, value }) => at.startsWith('B') && String(value).startsWith('正文'));
		expect(said.length).toBeGreaterThan(60);
		expect(ties).toHaveLength(said.length);
	});

	it('F7: never prints a missing value as 0', () => {
		for (const grid of content.grids)
			for (const row of grid.rows)
				for (const cell of row.cells.values())
					if (cell.is === 'number' && cell.value === null) {
						expect(cell.display).toBe('—');
						expect(cell.reason).not.toBeNull();
					}
	});

	it('does not let a bank that has not filed look like a fall', () => {
		expect(content.status).toBe('preliminary');
		const overview = content.blocks.find((block) => block.is === 'sentence')!;
		const text = overview.said.map((part) => (typeof part === 'string' ? part : part.text)).join('');
		expect(text).toContain('可比同比增长');
		expect(text).toMatch(/已报\d+\/\d+家银行/);
	});

	it('draws each figure as a native chart over cells', () => {
		const charts = Object.keys(parts()).filter((name) => name.startsWith('xl/charts/'));
		expect(charts).toHaveLength(content.figures.length);
		for (const name of charts)
			expect(strFromU8(parts()[name]!)).toMatch(/<c:f>'图表数据'!\$B\$\d+:\$B\$\d+<\/c:f>/);
	});

	it('shows the same blocks on its preview page', () => {
		const page = previewPage(ledger, consoleAsker, 'quarterly-monitor', period);
		expect(page.blocks).toHaveLength(content.blocks.length);
		expect(page.hash).toBe(content.hash);
	});

	it('is refused to those who may not read reports', () => {
		const bank = { ...consoleAsker, role: 'institution', institution: 'bank01' } as const;
		expect(() => reportContent(ledger, bank, 'quarterly-monitor', period)).toThrow('not allowed');
	});
});

// Protects: formulas are alive and right; LibreOffice computes them afresh, with nothing cached to lean on.
describe.skipIf(!office)('the report calculated by LibreOffice', () => {
	it('comes to the same values, with all ties at zero', async () => {
		const fresh = new Map(
			(await cellsOf(converted(withoutResults(bytes), 'xlsx', 'xlsx'))).map((cell) => [
				`${cell.sheet}!${cell.at}`,
				cell.value
			])
		);
		const formulas = cells.filter(({ formula }) => formula !== null);
		expect(formulas.length).toBeGreaterThan(2000);
		const differing = formulas
			.filter(({ sheet, at, value }) => !close(value, fresh.get(`${sheet}!${at}`) ?? 0))
			.map(({ sheet, at, formula, value }) => ({
				sheet,
				at,
				formula,
				value,
				fresh: fresh.get(`${sheet}!${at}`)
			}));
		expect(differing).toEqual([]);
	}, 200_000);

	it('notices a changed number, in the ties and in the charts', async () => {
		const page = Object.entries(parts()).filter(([name]) => name.startsWith('xl/charts/'));
		const balance = content.data.findIndex(
			({ key }) => key.startsWith('M04-8|') && key.includes('district=110108')
		);
		const raw = new RegExp(`(<c r="G${balance + 2}"(?: s="\\d+")?><v>)[\\d.]+(</v>)`);
		const changed = withoutResults(bytes, (xml) => xml.replace(raw, '$1900000000000$2'));
		const opened = converted(changed, 'xlsx', 'xlsx');
		const after = await cellsOf(opened);
		const unbalanced = after.filter(
			({ sheet, at, value }) => sheet === '勾稽' && at.startsWith('G') && value === '不平'
		);
		expect(unbalanced.length).toBeGreaterThan(0);
		expect(String(after.find(({ sheet, at }) => sheet === '封面' && at === 'B15')!.value)).toContain('不平');
		const redrawn = Object.entries(unzipSync(opened)).filter(([name]) => /charts\/chart\d+\.xml$/.test(name));
		expect(redrawn).toHaveLength(page.length);
		expect(redrawn.some(([, xml]) => /<c:v>9000(\.0+)?<\/c:v>/.test(strFromU8(xml)))).toBe(true);
	}, 200_000);
});

// Protects: a printed page or a file sent on tells whose copy it is, and nobody takes invented numbers for real ones.
describe('a file saved from a demo ledger', () => {
	const analyst: Asker = { ...consoleAsker, user: 1, name: '王敏', purpose: '核对大额贷款' };
	const mark = /导出：监管分析员 王敏 \d{4}-\d\d-\d\d \d\d:\d\d · 演示数据/;
	const textIn = (file: Uint8Array | string) =>
		typeof file === 'string'
			? file
			: Object.values(unzipSync(file))
					.map((part) => strFromU8(part))
					.join('\n');
	const submission = () =>
		ledger.db
			.prepare(
				`select s.id from submission s where s.explainable > 0 and s.layout = 'xlsx' order by s.id limit 1`
			)
			.pluck()
			.get() as number;

	it('says so and who saved it, on every page of a report', async () => {
		const sheets = Object.entries(
			unzipSync(await workbook(ledger, analyst, 'quarterly-monitor', period))
		).filter(([name]) => /worksheets\/sheet\d+\.xml$/.test(name));
		expect(sheets.length).toBeGreaterThan(15);
		for (const [, xml] of sheets)
			expect(/<oddHeader>([^<]*)<\/oddHeader>/.exec(strFromU8(xml))?.[1]).toMatch(mark);
	});

	it.each(['csv', 'svg', 'xlsx', 'json'] as const)('says so in a figure as .%s', async (format) => {
		const asked = { period: '2026-09', scope: 'beijing' } as const;
		const file = await figureFile(ledger, analyst, 'indicator-tech-loan-balance', format, asked);
		// A picture breaks its lines.
		const text = textIn(file.body).replaceAll(/<[^>]+>|\s/g, '');
		expect(text).toMatch(new RegExp(mark.source.replaceAll(' ', '')));
	});

	it('says so in the list of findings and in the marked copy, and in a blank form', async () => {
		expect(findingsCsv(ledger, analyst, submission()).content).toMatch(mark);
		expect(textIn((await markedCopy(ledger, analyst, submission())).content)).toMatch(mark);
		const [institution] = institutions(ledger).filter(({ kind }) => kind === 'city');
		const asked = { dataset: 'corp-loan-stock', institution: institution!.id, period: '2026-09' };
		expect(textIn(await templateFor(ledger, analyst, asked))).toContain('演示数据');
	});
});

// Protects: a report with a name that does not exist, or without blocks, never ships.
describe('reports', () => {
	it('declare tables and figures that belong together', () => {
		for (const report of reports.values()) {
			const tables = new Set(report.blocks.flatMap((block) => (block.is === 'table' ? [block.id] : [])));
			const figures = report.blocks.flatMap((block) => (block.is === 'figure' ? [block.table] : []));
			expect(figures.filter((table) => !tables.has(table))).toEqual([]);
		}
	});
});
