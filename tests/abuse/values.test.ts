import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { isUnreadable, readValue, type RawCell } from '#datasets/read.ts';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { submitFile, type Submitted } from '#lib/server/intake/submit.ts';
import { insertFacts } from '#lib/server/ledger/facts.ts';
import { inline, rowOf } from '../fixtures/book-of.ts';
import { loanBook } from '../fixtures/hostile-book.ts';
import { holds } from '../fixtures/invariants.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import { csv, exampleRow, office, usccOf, type Office } from '../integration/filer.ts';

// Protects figures: a number, a date or a code is exactly what stands in the cell, or it is said that it is none.

describe('A14: dates', () => {
	/** Cell → the day or period it is, or the check that says it is none; serials counted by hand from 1899-12-31 and 1904-01-01. */
	const table: readonly (readonly [RawCell['kind'], string, string, Partial<RawCell>?])[] = [
		['date-number', '1', '1900-01-01'],
		['date-number', '59', '1900-02-28'],
		['date-number', '60', 'S10'],
		['date-number', '61', '1900-03-01'],
		['date-number', '46295', '2026-09-30'],
		['date-number', '46295.0', '2026-09-30'],
		['date-number', '46295.99', 'S10'],
		['date-number', '0', 'S10'],
		['date-number', '-1', 'S10'],
		['date-number', '2958466', 'S10'],
		['date-number', '1e300', 'S10'],
		['date-number', '0', '1904-01-01', { date1904: true }],
		['date-number', '44833', '2026-09-30', { date1904: true }],
		['number', '20260930', '2026-09-30'],
		['number', '46295', '2026-09-30'],
		['number', '2026', 'S10'],
		['text', '2026/1/31', '2026-01-31'],
		['text', '2026.1.31', '2026-01-31'],
		['text', '20260131', '2026-01-31'],
		['text', '2026年1月31日', '2026-01-31'],
		['text', '２０２６－０１－３１', '2026-01-31'],
		['text', '2026-01-31 00:00:00', '2026-01-31'],
		['text', '2026-01-31T00:00:00', '2026-01-31'],
		['text', '2026-01-31 16:30', 'S10'],
		['text', '2026-01-31T16:00:00Z', 'S10'],
		['text', '2026-02-29', 'S10'],
		['text', '2024-02-29', '2024-02-29'],
		['text', '31/1/2026', 'S10'],
		['text', '1/31/2026', 'S10'],
		['text', '9999-12-31', 'S15'],
		['text', '0000-00-00', 'S10'],
		['boolean', 'true', 'S10']
	];
	const months: readonly (readonly [string, string])[] = [
		['2026年1月', '2026-01'],
		['202601', '2026-01'],
		['2026/1', '2026-01'],
		['2026年三季度', '2026Q3'],
		['2026-00', 'S10'],
		['2026-13', 'S10']
	];
	it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
		'are the same day in %s',
		(TZ) => {
			const cells = [
				...table.map(([kind, text, , more]) => ({ kind, text, as: 'date', ...more })),
				...months.map(([text]) => ({ kind: 'text', text, as: 'period' }))
			];
			const said = execFileSync(
				process.execPath,
				['--no-warnings', path.join(import.meta.dirname, 'dates-child.ts'), JSON.stringify(cells)],
				{ env: { ...process.env, TZ }, encoding: 'utf8' }
			);
			expect(JSON.parse(said)).toEqual([
				...table.map(([, , day]) => day),
				...months.map(([, month]) => month),
				'2026-09-30',
				TZ
			]);
		}
	);
});

/** The checks that the cells of one row of the form fail, by reading it from a workbook. */
async function checksIn(cells: string): Promise<string[]> {
	const { file, rows } = await readBytes(
		loanBook({ rows: rowOf(2, inline('A2', 'J1') + cells) }),
		'a.xlsx',
		loanForm
	);
	const columns = Object.entries(loanForm.columns);
	const found = rows.flatMap((row) =>
		columns.flatMap(([name, column], at) => {
			const value = row.cells[at] ? readValue(column, row.cells[at]!) : null;
			return value && isUnreadable(value) ? [`${name} ${value.check}`] : [];
		})
	);
	return [...file.problems.map(({ check }) => check), ...found];
}

it('A15: a credit code that a spreadsheet made a number is said as such and not guessed', async () => {
	expect(await checksIn('<c r="B2"><v>9.1110108000000000E+17</v></c>')).toEqual(['borrower S13']);
	expect(await checksIn('<c r="B2"><v>911101080000000128</v></c>')).toEqual(['borrower S13']);
	expect(await checksIn(inline('B2', '9.11101E+17'))).toEqual(['borrower S13']);
	expect(await checksIn(inline('B2', '91110108MA0000015T'))).toEqual([]);
	// A wrong check character, letters that no code holds, lower case and blanks.
	expect(await checksIn(inline('B2', '91110108MA0000015X'))).toEqual(['borrower V01']);
	expect(await checksIn(inline('B2', '9111O1O8MA0000015T'))).toEqual(['borrower V01']);
	expect(await checksIn(inline('B2', '91110108MA000001IT'))).toEqual(['borrower V01']);
	expect(await checksIn(inline('B2', ' 91110108 ma0000015t '))).toEqual([]);
	const read = readValue(loanForm.columns.borrower, { kind: 'number', text: '9.11101E+17' });
	expect(read).toMatchObject({ message: '代码被 Excel 转为数字，后几位已丢失' });
});

describe('A16: what is no number', () => {
	it.each([
		'NaN',
		'Infinity',
		'-Infinity',
		'1e999',
		'0x1F',
		'0b11',
		'1,000',
		'1.000,00',
		'(100)',
		'--',
		'—',
		'１２',
		'true',
		'1 2',
		'1_000'
	])('%s in a cell of numbers is an error, never a value', async (text) => {
		const [number, name] = text === '1e999' ? ['S09', 'S13'] : ['S14', 'S14'];
		expect(await checksIn(`<c r="E2"><v>${text}</v></c>`)).toEqual([`balance ${number}`]);
		// Nor does it slip in as a text.
		expect(await checksIn(`<c r="I2"><v>${text}</v></c>`)).toEqual([`purpose ${name}`]);
	});
	it.each(['#DIV/0!', '#N/A', '#REF!', '#NAME?', '#VALUE!', '#NUM!', '#NULL!', '#SPILL!'])(
		'%s is refused',
		async (text) => {
			expect(await checksIn(`<c r="E2" t="e"><v>${text}</v></c>`)).toEqual(['balance S14']);
		}
	);
	it('has no place in the ledger, whatever wrote it', () => {
		const at = office();
		const put = insertFacts(at.ledger, corpLoanStock, 1);
		const write = (balance: number) =>
			at.ledger.db.transaction(() => put(1, { balance } as never)).immediate();
		for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53])
			expect(() => write(value)).toThrow('not a safe integer');
		// Nor by a hand that goes past the program.
		const past = (value: unknown) => () =>
			at.ledger.db
				.prepare(`insert into fact_corp_loan_stock (submission, line, "balance") values (1, 1, ?)`)
				.run(value);
		expect(past('abc')).toThrow(/cannot store TEXT/);
		expect(past(0.5)).toThrow(/cannot store REAL|INTEGER/);
		at.close();
	});
});

describe('A17: what is a number but cannot be', () => {
	let at: Office;
	beforeEach(() => {
		at = office();
	});
	afterEach(() => at.close());
	const loan = (more: Record<string, string>) => ({
		...exampleRow(corpLoanStock),
		institutionCode: usccOf(1),
		borrower: usccOf(11),
		...more
	});
	const file = async (period: string, more: Record<string, string>, accept = false): Promise<Submitted> =>
		submitFile(at.ledger, at.maker, {
			dataset: corpLoanStock.id,
			institution: 'BKA',
			period,
			fileName: 'a.csv',
			content: csv(corpLoanStock, [loan(more)]),
			...(accept && { accept, signer: at.checker, explain: '已逐笔核对合同，情况属实' })
		});
	const both = (amount: string) => ({ balance: amount, balanceCny: amount });
	it.each([
		['a negative balance', both('-1.00'), 'V11b'],
		['no balance', both('0.00'), 'V11b'],
		['more than 2⁵³ 分', both('90071992547409.92'), 'S16'],
		['a third decimal', both('1.001'), 'S16'],
		['350 for 3.5 %', { rate: '350.00000' }, 'Q01'],
		['a rate of nothing', { rate: '0.00000' }, 'Q01'],
		['due before it is granted', { grantedOn: '2026-03-15', dueOn: '2026-03-14' }, 'V11a'],
		['granted after the month', { grantedOn: '2026-10-01' }, 'V11c'],
		['renminbi that do not equal themselves', { balance: '1.00', balanceCny: '10000.00' }, 'V12']
	])('%s is refused or has to be explained', async (_, more, check) => {
		const done = await file('2026-09', more);
		const found = done.findings.find((one) => one.check === check);
		expect(found, JSON.stringify(done.findings)).toBeDefined();
		expect(found!.remedy).not.toBe('');
		expect(done.state).toBe(['quality', 'macro'].includes(found!.severity) ? 'explaining' : 'refused');
		holds(at.ledger, { receipts: [done.receipt] });
	});
	it('元 for 万元: ten thousand times the month before has to be explained', async () => {
		expect((await file('2026-08', both('5000000.00'), true)).state).toBe('accepted');
		const done = await file('2026-09', both('500.00'));
		expect(done.findings.map(({ check }) => check)).toContain('QR08');
		expect(done.state).toBe('explaining');
		expect(
			findingsOf(at.ledger, at.maker, done.submission).findings.find(({ check }) => check === 'QR08')?.message
		).toContain('万元');
	});
	it('money is whole 分, exactly', async () => {
		const done = await file('2026-09', both('90071992547409.91'), true);
		const kept = at.ledger.db
			.prepare('select balance from fact_corp_loan_stock where submission = ?')
			.pluck();
		expect(kept.get(done.submission)).toBe(9007199254740991);
	});
});
