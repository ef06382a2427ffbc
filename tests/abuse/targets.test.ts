import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import type { Dataset } from '#datasets/define.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { checkFile } from '#lib/server/intake/check-file.ts';
import { contextOf } from '#lib/server/intake/context.ts';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { submissionOf, submissionsOf } from '#lib/server/intake/submit-view.ts';
import { submitFile, type Submitted } from '#lib/server/intake/submit.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { addInstitution, institutionOf } from '#lib/server/ledger/institutions.ts';
import { holds } from '../fixtures/invariants.ts';
import { csv, exampleRow, office, usccOf, type Office } from '../integration/filer.ts';

// Protects every filing from what was meant for another: the wrong bank, month or form, and the same thing twice.
let at: Office & { clock: { now: string } };
beforeEach(() => {
	at = office();
});
afterEach(() => at.close());

const loan = (more: Record<string, unknown> = {}) => ({
	...exampleRow(corpLoanStock),
	institutionCode: usccOf(1),
	borrower: usccOf(11),
	...more
});
type Given = Partial<Parameters<typeof submitFile>[2]>;
const hand = (content: Buffer, given: Given = {}, asker: Asker = at.maker): Promise<Submitted> =>
	submitFile(at.ledger, asker, {
		dataset: corpLoanStock.id,
		institution: 'BKA',
		period: '2026-09',
		fileName: 'a.csv',
		content,
		...given
	});
const count = (table: string) => at.ledger.db.prepare(`select count(*) from ${table}`).pluck().get();
const headed = (head: Readonly<Record<string, string>>, dataset: Dataset = corpLoanStock) =>
	Buffer.concat([
		Buffer.from(
			Object.entries(head)
				.map(([name, value]) => `${name},${value}\r\n`)
				.join('')
		),
		csv(dataset, [loan(), loan({ loanNo: 'JJ2' })])
	]);

describe('A21: what is not this filing is refused before its rows count', () => {
	it.each([
		['another bank', { 报送机构: '乙银行北京分行' }, /机构“乙银行北京分行”与所报不符，应为“甲行”/],
		['another month', { 期间: '2026年8月' }, /期间“2026年8月”与所报不符，应为“2026-09”/],
		['no month', { 期间: '上个月' }, /期间“上个月”与所报不符/],
		['an old template', { 版本: '0.9' }, /版本“0\.9”与所报不符，应为“1\.0”/],
		['another form', { 报表: '单位贷款发生额信息' }, /报表“单位贷款发生额信息”与所报不符/]
	])('by what its head says: %s', async (_, head, message) => {
		const done = await hand(headed(head));
		expect(done.state).toBe('refused');
		expect(done.findings[0]).toMatchObject({
			check: 'S05',
			where: '全表',
			message: expect.stringMatching(message)
		});
		expect(done.findings[0]!.remedy).not.toBe('');
		expect(count('fact_corp_loan_stock')).toBe(0);
		holds(at.ledger, { receipts: [done.receipt] });
	});
	it('and before a single row is kept', async () => {
		const done = await hand(headed({ 报送机构: '乙银行北京分行' }));
		const { sha256 } = submissionOf(at.ledger, at.maker, done.submission);
		const order: string[] = [];
		await checkFile(
			filePath(at.ledger, sha256),
			'a.csv',
			corpLoanStock,
			contextOf(at.ledger, corpLoanStock, institutionOf(at.ledger, 'BKA'), '2026-09'),
			{
				row: () => order.push('row'),
				finding: ({ check }) => order.push(check),
				readBack: () => [],
				letGo: () => {}
			}
		);
		expect(order.slice(0, 2)).toEqual(['S05', 'row']);
	});
	it('by the template’s hidden fingerprint, whatever the visible head was made to say', async () => {
		const book = new ExcelJS.Workbook();
		const given = { dataset: corpLoanStock.id, institution: 'BKB', period: '2026-09' };
		await book.xlsx.load((await templateFor(at.ledger, consoleAsker, given)) as never);
		const done = await hand(Buffer.from(await book.xlsx.writeBuffer()), { fileName: 'a.xlsx' });
		expect(done.findings.map(({ check }) => check)).toContain('S05');
	});
	it('before it is stored: a month that has not begun, one before or after the filer’s time, another’s filing, no filing', async () => {
		const body = { uscc: usccOf(5), name: '丙银行北京分行', shortName: '丙行', kind: 'city' };
		addInstitution(at.ledger, consoleAsker, { ...body, id: 'BKC', from: '2026-03-01', until: '2026-06-30' });
		const clerk: Asker = { ...at.maker, institution: 'BKC' };
		const content = csv(corpLoanStock, [loan()]);
		const cases: readonly (readonly [Given, Asker, RegExp, number])[] = [
			[{ period: '2026-11' }, at.maker, /2026年11月还没有开始/, 400],
			[{ period: '2099-12' }, at.maker, /还没有开始/, 400],
			[
				{ institution: 'BKC', period: '2026-02' },
				clerk,
				/丙行在2026年2月不在报送范围（自 2026-03-01 起，至 2026-06-30 止）/,
				400
			],
			[{ institution: 'BKC', period: '2026-07' }, clerk, /不在报送范围/, 400],
			[{ period: '2026Q3' }, at.maker, /不按“2026Q3”这样的期间报送/, 400],
			[{ period: '2026-13' }, at.maker, /不按“2026-13”/, 400],
			[{ institution: 'BKB' }, at.maker, /没有找到/, 404],
			[{ institution: 'nobody' }, at.maker, /没有找到/, 404],
			[{ dataset: 'constructor' }, at.maker, /没有找到/, 404],
			[{ dataset: roster.id, period: '2026Q3' }, at.maker, /甲行不报送/, 400]
		];
		for (const [given, asker, message, status] of cases)
			await expect(hand(content, given, asker), JSON.stringify(given)).rejects.toMatchObject({
				message: expect.stringMatching(message),
				status
			});
		expect([count('submission'), count('filing')]).toEqual([0, 0]);
		holds(at.ledger);
	});
});

describe('A19: the same again', () => {
	it('twice in a file: both lines are named, the whole row and the key alone', async () => {
		const done = await hand(
			csv(corpLoanStock, [
				loan(),
				loan({ loanNo: 'JJ2' }),
				loan(),
				loan({ loanNo: 'JJ2', balance: '1.00', balanceCny: '1.00' })
			])
		);
		expect(
			done.findings.filter(({ check }) => check === 'S03').map(({ where, message }) => `${where} ${message}`)
		).toEqual([
			expect.stringMatching(/^第4行 .*与第 2 行重复/),
			expect.stringMatching(/^第5行 .*与第 3 行重复/)
		]);
		expect(count('fact_corp_loan_stock')).toBe(0);
	});
	it('as a file: nothing is entered, the first receipt is said, under whatever name it comes', async () => {
		const content = csv(corpLoanStock, [loan()]);
		const first = await hand(content);
		await expect(hand(content, { fileName: '改名.csv' })).rejects.toThrow(first.receipt);
		expect(
			submissionsOf(at.ledger, at.maker, submissionOf(at.ledger, at.maker, first.submission).filing)
		).toHaveLength(1);
		holds(at.ledger, { receipts: [first.receipt] });
	});
});

describe('A20: headers that are properties of everything', () => {
	const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
	it('are columns the form does not have, in every layout, and change nothing', async () => {
		const labels = Object.values(corpLoanStock.columns).map(({ label }) => label);
		const wide = (text: readonly string[], values: readonly string[]) =>
			Buffer.from(
				`${[...names, ...text].join(',')}\n${[...names.map(() => '{"polluted":1}'), ...values].join(',')}\n`
			);
		const done = await hand(
			wide(
				labels,
				Object.values(loan()).map((value) => String(value ?? ''))
			)
		);
		const found = findingsOf(at.ledger, at.maker, done.submission).findings.filter(
			({ check }) => check === 'S07'
		);
		expect(found.map(({ seen }) => seen)).toEqual(names);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		const other = await hand(headed({ 报表: 'constructor', 期间: '__proto__' }));
		expect(other.findings.map(({ check }) => check)).toContain('S05');
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
	it('twice, merged or hidden are said or read', async () => {
		const columns = Object.entries(corpLoanStock.columns);
		const book = new ExcelJS.Workbook();
		const hidden = book.addWorksheet('旧表', { state: 'hidden' });
		const sheet = book.addWorksheet('本月');
		for (const one of [hidden, sheet]) {
			one.addRow(columns.map(([, { label }]) => label));
			one.addRow(Object.values(loan(one === hidden ? { loanNo: '旧' } : {})));
		}
		sheet.getColumn(3).hidden = true;
		sheet.getRow(2).hidden = true;
		const bytes = Buffer.from(await book.xlsx.writeBuffer());
		const done = await hand(bytes, { fileName: 'a.xlsx' });
		expect([done.rows, done.findings.filter(({ severity }) => severity === 'syntax')]).toEqual([1, []]);
		expect(submissionOf(at.ledger, at.maker, done.submission).sheet).toBe('本月');
		sheet.getCell(1, columns.length + 1).value = columns[0]![1].label;
		const twice = await hand(Buffer.from(await book.xlsx.writeBuffer()), { fileName: 'a.xlsx' });
		expect(twice.findings.find(({ check }) => check === 'S07')?.message).toBe(
			`“${columns[0]![1].label}”列出现了两次`
		);
		sheet.getCell(1, columns.length + 1).value = null;
		sheet.mergeCells(1, 2, 1, 3);
		const merged = await hand(Buffer.from(await book.xlsx.writeBuffer()), { fileName: 'a.xlsx' });
		expect(merged.state).toBe('refused');
		expect(merged.findings.map(({ message }) => message).join()).toMatch(/缺少必填列|没有列名/);
	});
});
