import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import type { Values } from '#datasets/define.ts';
import { writeValue } from '#datasets/write.ts';
import { filings } from '#demo/filings/index.ts';
import { institutionRows } from '#demo/filings/institutions.ts';
import { world } from '#demo/world.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { submitFile } from '#lib/server/intake/submit.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { filledBook } from '../fixtures/filled-book.ts';
import { table } from './table.ts';

interface Measured {
	readonly seconds: number;
	readonly megabytes: number;
	readonly rows: number;
}

const period = '2026-09';

/** A bank's month of `count` loans: the small invented city's, repeated under numbers of their own. */
function loans(count: number): { bank: string; rows: Values[]; roster: Values[] } {
	const made = world({ small: true });
	const enrolled: Values[] = [];
	for (const month of filings(made)) {
		enrolled.push(
			...month.filings.filter((one) => one.dataset === roster.id).flatMap((one) => one.rows as Values[])
		);
		const first = month.filings.find((one) => one.dataset === corpLoanStock.id);
		if (!first) continue;
		const own = first.rows as Values[];
		const rows = Array.from({ length: count }, (_, i): Values => {
			const copy = Math.floor(i / own.length);
			const row = own[i % own.length]!;
			return {
				...row,
				loanNo: `${String(row.loanNo)}${copy}`,
				contractNo: `${String(row.contractNo)}${copy}`
			};
		});
		return { bank: first.institution, rows, roster: enrolled };
	}
	throw new Error('no loans in the invented city');
}

async function ledgerWith(folder: string, enrolled: readonly Values[]): Promise<Ledger> {
	const ledger = openLedger(folder);
	for (const row of institutionRows(world({ small: true })))
		addInstitution(ledger, consoleAsker, row as never);
	const header = Object.values(roster.columns).map((column) => column.label);
	const lines = enrolled.map((row) =>
		Object.entries(roster.columns).map(([name, column]) => writeValue(column, row[name] ?? null))
	);
	const csv = [header, ...lines]
		.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
		.join('\n');
	const done = await submitFile(ledger, consoleAsker, {
		content: Buffer.from(csv),
		fileName: 'roster.csv',
		dataset: roster.id,
		institution: 'kw',
		period: '2026Q3',
		explain: '测速用名录，数据为虚构，无需核实',
		accept: true
	});
	if (done.state !== 'accepted')
		throw new Error(`roster is ${done.state}: ${JSON.stringify(done.findings[0])}`);
	return ledger;
}

/** One measurement in a fresh process: `node import.ts ours FILE LEDGER BANK` or `hucre FILE`. */
async function measure(how: string, file: string, folder = '', bank = ''): Promise<Measured> {
	const started = performance.now();
	let rows = 0;
	if (how === 'hucre') {
		const { readFileSync } = await import('node:fs');
		const { streamXlsxRows } = await import('hucre');
		for await (const _row of streamXlsxRows(readFileSync(file))) rows += 1;
	} else {
		const ledger = openLedger(folder);
		const done = await submitFile(ledger, consoleAsker, {
			path: file,
			dataset: corpLoanStock.id,
			institution: bank,
			period,
			explain: '测速用数据，为虚构，无需核实',
			accept: true
		});
		if (done.state !== 'accepted')
			throw new Error(
				`${file} is ${done.state}: ${JSON.stringify(done.findings.find((one) => !one.explained))}`
			);
		rows = done.rows;
		ledger.close();
	}
	return {
		seconds: (performance.now() - started) / 1000,
		megabytes: process.resourceUsage().maxRSS / 1024,
		rows
	};
}

const child = (...args: string[]): Measured =>
	JSON.parse(
		execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename, ...args], {
			encoding: 'utf8',
			maxBuffer: 1 << 26
		})
	) as Measured;

const openpyxl = `
import sys,time,resource,openpyxl
t=time.time(); n=0
for row in openpyxl.load_workbook(sys.argv[1],read_only=True).worksheets[0].iter_rows(values_only=True): n+=1
print('{"seconds":%f,"megabytes":%f,"rows":%d}'%(time.time()-t,resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024,n))`;

/** openpyxl's read-only reader, where the system's Python has it. */
function byOpenpyxl(file: string): Measured | null {
	for (const python of ['/usr/bin/python3', 'python3']) {
		if (python.startsWith('/') && !existsSync(python)) continue;
		try {
			return JSON.parse(
				execFileSync(python, ['-c', openpyxl, file], {
					encoding: 'utf8',
					stdio: ['ignore', 'pipe', 'ignore']
				})
			) as Measured;
		} catch {
			continue;
		}
	}
	return null;
}

/** File to accepted and rolled up, against reading the same file plainly. */
export async function benchImport(count: number): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'techfin-bench-'));
	try {
		const { bank, rows, roster: enrolled } = loans(count);
		const xlsx = join(folder, `CLDWDK_202609.xlsx`);
		writeFileSync(xlsx, filledBook(corpLoanStock, rows));
		const { zip } = writeDat(corpLoanStock, rows, {
			prefix: bank,
			on: '2026-09-30',
			writtenAt: '2026-10-09 09:00:00'
		});
		const dat = join(folder, zip.name);
		writeFileSync(dat, zip.bytes);
		for (const name of ['a', 'b']) (await ledgerWith(join(folder, name), enrolled)).close();
		const hucre = child('hucre', xlsx);
		const ours = child('ours', xlsx, join(folder, 'a'), bank);
		const ourDat = child('ours', dat, join(folder, 'b'), bank);
		const python = byOpenpyxl(xlsx);
		const line = (name: string, one: Measured | null): string[] => [
			name,
			one ? one.seconds.toFixed(2) : '未安装',
			one ? (one.seconds / hucre.seconds).toFixed(2) : '',
			one ? one.megabytes.toFixed(0) : ''
		];
		table(
			`导入 ${count} 行 × ${Object.keys(corpLoanStock.columns).length} 列`,
			['', '秒', '÷ hucre 只读', '内存峰值 MB'],
			[
				line('hucre 只读 .xlsx', hucre),
				line('openpyxl 只读 .xlsx', python),
				line('本系统 .xlsx：文件 → 入库、汇总', ours),
				line('本系统 .dat：文件 → 入库、汇总', ourDat)
			]
		);
		console.log(`.dat 快于 .xlsx ${(ours.seconds / ourDat.seconds).toFixed(2)} 倍`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const [, script, how, file, ledgerFolder, bankId] = process.argv;
if (script === import.meta.filename && how && file)
	console.log(JSON.stringify(await measure(how, file, ledgerFolder, bankId)));
