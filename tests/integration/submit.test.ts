import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '#checks/define.ts';
import { defineCheck, defineFileCheck } from '#checks/define.ts';
import { checks } from '#checks/index.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { checkCounts, findingsOf } from '#lib/server/intake/findings.ts';
import { typedExplanations } from '#lib/server/intake/findings-explain.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { check, explain, receive, submitFile } from '#lib/server/intake/submit.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import ExcelJS from 'exceljs';
import { markedCopy } from '#lib/server/intake/marked-copy.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

/** A quality check of rows and a macro check of files, so that these tests do not hang on the wording of real ones. */
const unusual = defineCheck(roster, {
	id: 'Q99',
	severity: 'quality',
	from: '2022-10',
	message: '证书编号一般不以 X 开头',
	remedy: '请核实',
	basis: '测试',
	at: ['certificateNo'],
	holds: (row) => !row.certificateNo.startsWith('X'),
	examples: { pass: [{ certificateNo: 'GR1' }], fail: [{ certificateNo: 'X1' }] }
});
const few = defineFileCheck(roster, {
	id: 'M99',
	severity: 'macro',
	from: '2022-10',
	message: '名录一般不少于两家',
	remedy: '请核实',
	basis: '测试',
	find: (rows) => (rows.length < 2 ? [{ line: null, at: ['uscc'], seen: String(rows.length) }] : []),
	examples: { pass: [], fail: [] }
});
beforeAll(() => {
	for (const one of [unusual, few]) (checks as Map<string, Check>).set(one.id, one as unknown as Check);
});
afterAll(() => {
	for (const one of [unusual, few]) (checks as Map<string, Check>).delete(one.id);
});

let at: Office & { clock: { now: string } };
beforeEach(() => {
	at = office();
});
afterEach(() => at.close());

const rosterFile = (...rows: Record<string, unknown>[]) =>
	csv(
		roster,
		rows.map((row) => ({ ...exampleRow(roster), ...row }))
	);
const two = [{}, { uscc: usccOf(11) }];
type Given = Partial<Parameters<typeof submitFile>[2]>;
const hand = (content: Buffer, given: Given = {}, asker: Asker = consoleAsker) =>
	submitFile(at.ledger, asker, {
		dataset: 'roster',
		institution: 'kw',
		period: '2026Q3',
		content,
		fileName: '名录.csv',
		...given
	});
const factCount = () => at.ledger.db.prepare('select count(*) from fact_roster').pluck().get();

describe('a file handed in', () => {
	test('without faults is ready to be signed, and in force only then', async () => {
		const done = await hand(rosterFile(...two));
		expect(done).toMatchObject({ state: 'ready', rows: 2, findings: [], receipt: '2026Q3-kw-0001' });
		expect(submissionsInForce(at.ledger, 'roster', { upTo: '2026-09' })).toEqual([]);
	});

	test('A13, A24: is kept as filed, under its hash, read-only', async () => {
		const content = rosterFile(...two);
		const { submission } = await hand(content);
		const { sha256 } = submissionOf(at.ledger, consoleAsker, submission);
		const path = filePath(at.ledger, sha256);
		expect(statSync(path).size).toBe(content.length);
		expect(statSync(path).mode & 0o222).toBe(0);
		expect(readdirSync(join(at.ledger.dir, 'tmp'))).toEqual([]);
	});

	test('A19: twice is refused with the first receipt, and has one effect however often it is sent at once', async () => {
		const content = rosterFile(...two);
		const answers = await Promise.allSettled(Array.from({ length: 20 }, () => hand(content)));
		expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
		await expect(hand(content)).rejects.toThrow('回执 2026Q3-kw-0001');
		expect(at.ledger.db.prepare('select count(*) from submission').pluck().get()).toBe(1);
	});

	test('with faults is refused with the place, the value seen and the remedy of each; no row is kept', async () => {
		const done = await hand(
			rosterFile(
				{ uscc: '91110108MA0000015X' },
				{ uscc: usccOf(11), district: '火星区', validFrom: '2026-13-01' },
				{ uscc: usccOf(12), name: '' }
			)
		);
		expect(done.state).toBe('refused');
		expect(done.findings.map((one) => `${one.where} ${one.severity}`).sort()).toEqual([
			'第2行 第1列 validity',
			'第3行 第6列 syntax',
			'第3行 第9列 validity',
			'第4行 第2列 syntax'
		]);
		expect(done.findings.every((one) => one.message && one.remedy)).toBe(true);
		expect(factCount()).toBe(0);
	});

	test('A19: with one key on two lines names both lines', async () => {
		const done = await hand(rosterFile({}, { uscc: usccOf(11) }, {}));
		expect(done.findings).toMatchObject([
			{ check: 'S03', where: '第4行 第1列', message: expect.stringContaining('第 2 行') }
		]);
	});

	test('in other forms than the normal one is read, and says so', async () => {
		const { submission, state } = await hand(
			rosterFile({ district: '海淀区', validFrom: '20241029' }, { uscc: usccOf(11) })
		);
		expect(state).toBe('ready');
		const { notes } = submissionOf(at.ledger, consoleAsker, submission);
		expect(notes).toContainEqual({
			column: 'validFrom',
			count: 1,
			line: 2,
			from: '20241029',
			to: '2024-10-29'
		});
		expect(notes.find((note) => note.column === 'district')).toMatchObject({
			from: '海淀区',
			to: '110108 海淀区'
		});
	});

	test('A21: is the template filled in; that of another period or institution is refused', async () => {
		const filled = async (institution: string, period: string) => {
			const book = new ExcelJS.Workbook();
			const blank = await templateFor(at.ledger, consoleAsker, { dataset: 'roster', institution, period });
			await book.xlsx.load(blank as never);
			const sheet = book.worksheets.find((one) => one.name !== '说明' && one.state === 'visible')!;
			const labels = Object.values(roster.columns).map((column) => column.label);
			let header = 0;
			sheet.eachRow((row, line) => {
				if (row.values && (row.values as unknown[]).some((text) => String(text).startsWith(labels[1]!)))
					header = line;
			});
			for (const [below, row] of two.entries())
				Object.values({ ...exampleRow(roster), ...row }).forEach((value, column) => {
					sheet.getCell(header + 1 + below, column + 1).value = value as string;
				});
			return Buffer.from(await book.xlsx.writeBuffer());
		};
		const good = await hand(await filled('kw', '2026Q3'), { fileName: '名录.xlsx' });
		expect(good).toMatchObject({ state: 'ready', rows: 2, findings: [] });
		const blank = await templateFor(at.ledger, consoleAsker, {
			dataset: 'roster',
			institution: 'kw',
			period: '2026Q3'
		});
		const nil = await hand(blank, { fileName: '名录.xlsx' });
		expect(nil.findings.map((one) => one.check)).toContain('Q00');
		const stale = await hand(await filled('kw', '2026Q2'), { fileName: '名录.xlsx' });
		expect(stale.findings).toMatchObject([{ check: 'S05', message: expect.stringContaining('2026Q3') }]);
	});

	test('A21: for a dataset the institution does not file, or a period it is not filed for, is refused before it is stored', async () => {
		await expect(hand(rosterFile({}), { institution: 'BKA' })).rejects.toThrow('不报送');
		await expect(hand(rosterFile({}), { period: '2026' })).rejects.toThrow('期间');
		expect(readdirSync(join(at.ledger.dir, 'files'))).toEqual([]);
	});

	test('A8, A23: beyond the size limit leaves nothing behind', async () => {
		process.env.TECHFIN_UPLOAD_LIMIT = '100';
		await expect(hand(rosterFile({}))).rejects.toThrow('MB');
		delete process.env.TECHFIN_UPLOAD_LIMIT;
		expect(readdirSync(join(at.ledger.dir, 'tmp'))).toEqual([]);
	});

	test('A21: by a stranger, or for another institution, meets the same answer as a thing that does not exist', async () => {
		const given = {
			dataset: 'all-loan',
			institution: 'BKA',
			period: '2026-09',
			fileName: 'a.csv',
			source: Buffer.from('x')
		};
		await expect(receive(at.ledger, at.stranger, given)).rejects.toMatchObject({ status: 404 });
		const { submission } = await receive(at.ledger, at.maker, given);
		expect(() => submissionOf(at.ledger, at.stranger, submission)).toThrow('没有找到');
		expect(() => findingsOf(at.ledger, at.stranger, submission)).toThrow('没有找到');
		expect(() => explain(at.ledger, at.stranger, submission, { all: true }, '本期情况属实，已核对')).toThrow(
			'没有找到'
		);
		expect(submissionOf(at.ledger, at.analyst, submission).receipt).toBe('2026-09-BKA-0001');
	});
});

describe('quality and macro findings', () => {
	test('wait for an explanation of ten characters, and then no longer', async () => {
		const { submission, state } = await hand(rosterFile({ certificateNo: 'X12' }));
		expect(state).toBe('explaining');
		expect(checkCounts(at.ledger, consoleAsker, submission)).toMatchObject([
			{ check: 'Q99', count: 1, open: 1 },
			{ check: 'M99', count: 1, open: 1 }
		]);
		expect(() => explain(at.ledger, consoleAsker, submission, { all: true }, '属实')).toThrow('10');
		expect(() =>
			explain(at.ledger, consoleAsker, submission, { all: true }, '。。。。。。。。。。。。')
		).toThrow('实际原因');
		expect(
			explain(at.ledger, consoleAsker, submission, { check: 'Q99' }, '该证书由外省颁发，编号属实').state
		).toBe('explaining');
		expect(explain(at.ledger, consoleAsker, submission, { all: true }, '首期报送，仅有一家企业')).toEqual({
			explained: 1,
			state: 'ready'
		});
	});

	test('typed into the marked-up copy of the workbook are read back when it is handed in again', async () => {
		const original = new ExcelJS.Workbook();
		const sheet = original.addWorksheet('名录');
		sheet.addRow(Object.values(roster.columns).map((column) => column.label));
		for (const row of [{ certificateNo: 'X12' }, { uscc: usccOf(11) }])
			sheet.addRow(Object.values({ ...exampleRow(roster), ...row }));
		const first = await hand(Buffer.from(await original.xlsx.writeBuffer()), { fileName: '名录.xlsx' });
		expect(first).toMatchObject({ state: 'explaining', findings: [{ check: 'Q99', where: '名录!D2' }] });
		const marked = await markedCopy(at.ledger, consoleAsker, first.submission);
		const book = new ExcelJS.Workbook();
		await book.xlsx.load(marked.content as never);
		const list = book.getWorksheet('错误清单')!;
		list.eachRow((row) => {
			const at = (row.values as unknown[]).indexOf('Q99');
			if (at < 0) return;
			list.eachRow((head) => {
				const column = (head.values as unknown[]).indexOf('说明');
				if (column > 0) row.getCell(column).value = '该证书由外省颁发，编号属实';
			});
		});
		const again = await hand(Buffer.from(await book.xlsx.writeBuffer()), { fileName: marked.fileName });
		expect(again.state).toBe('ready');
		expect(findingsOf(at.ledger, consoleAsker, again.submission).findings).toMatchObject([
			{ check: 'Q99', explanation: '该证书由外省颁发，编号属实', carried: false }
		]);
	});

	test('said again of the same row next quarter are carried over and marked so; a changed value is not', async () => {
		const said = '该证书由外省颁发，编号属实';
		const rows = [{ certificateNo: 'X12' }, { uscc: usccOf(11), certificateNo: 'X13' }];
		await hand(rosterFile(...rows), { explain: said, accept: true });
		const next = await hand(
			rosterFile({ uscc: usccOf(13) }, { certificateNo: 'X12' }, { uscc: usccOf(11), certificateNo: 'X14' }),
			{
				period: '2026Q4'
			}
		);
		expect(next.state).toBe('explaining');
		const { findings } = findingsOf(at.ledger, consoleAsker, next.submission);
		expect(findings.map(({ line, explanation, carried }) => [line, explanation, carried])).toEqual([
			[3, said, true],
			[4, null, false]
		]);
	});

	test('stay quick to page with 50,000 of them', async () => {
		const rows = Array.from({ length: 50_000 }, (_, i) => ({
			uscc: usccOf(i),
			certificateNo: `X${i}`
		}));
		const { submission } = await hand(rosterFile(...rows));
		const started = performance.now();
		expect(checkCounts(at.ledger, consoleAsker, submission)).toMatchObject([{ count: 50_000 }]);
		for (const order of ['place', 'rule', 'amount'] as const) {
			const page = findingsOf(at.ledger, consoleAsker, submission, { order, offset: 49_950, limit: 50 });
			expect(page).toMatchObject({ total: 50_000, findings: { length: 50 } });
		}
		expect(performance.now() - started).toBeLessThan(2000);
	});
});

test('checking again comes to the same', async () => {
	const { submission } = await hand(rosterFile({ certificateNo: 'X12' }));
	const strip = () =>
		findingsOf(at.ledger, consoleAsker, submission).findings.map(({ id: _, ...rest }) => rest);
	const before = strip();
	await check(at.ledger, submission);
	expect(strip()).toEqual(before);
	expect(factCount()).toBe(1);
	expect(existsSync(join(at.ledger.dir, 'ledger.db'))).toBe(true);
});

describe('everything said at once', () => {
	const own = usccOf(1);
	const loan = (n: number, more: Record<string, unknown> = {}) => ({
		...exampleRow(corpLoanStock),
		institutionCode: own,
		loanNo: `JJ${n}`,
		...more
	});
	const hand = (content: Buffer) =>
		submitFile(at.ledger, at.maker, {
			dataset: 'corp-loan-stock',
			institution: 'BKA',
			period: '2026-09',
			fileName: 'a.csv',
			content
		});

	test('doubts about rows that can be read, beside a cell elsewhere that cannot; none to be explained yet', async () => {
		// The first rate is no number; the second is zero, which is a doubt (Q01).
		const done = await hand(csv(corpLoanStock, [loan(1, { rate: '三点五' }), loan(2, { rate: '0.00000' })]));
		expect(done.state).toBe('refused');
		expect(done.findings.map((one) => one.check)).toEqual(expect.arrayContaining(['S09', 'Q01']));
		const doubt = checkCounts(at.ledger, at.analyst, done.submission).find((one) => one.check === 'Q01');
		expect(doubt).toMatchObject({ count: 1, open: 0 });
	});

	test('a file that names another institution in its head is told so once, with the number of rows', async () => {
		const rows = [1, 2, 3].map((n) => loan(n, { institutionCode: usccOf(2) }));
		const headed = Buffer.concat([Buffer.from('报送机构,另一家银行\r\n'), csv(corpLoanStock, rows)]);
		const found = (await hand(headed)).findings.filter(({ check }) => check === 'S04' || check === 'S05');
		expect(found.map(({ check }) => check).sort()).toEqual(['S04', 'S05']);
		expect(found.find(({ check }) => check === 'S04')!.message).toContain('共 3 行');
		const without = await hand(csv(corpLoanStock, rows));
		expect(without.findings.filter(({ check }) => check === 'S04')).toHaveLength(3);
	});
});

test('what was typed into a marked copy says as much as what is typed on a page, or is not taken', async () => {
	const { submission } = await submitFile(at.ledger, at.maker, {
		dataset: 'corp-loan-stock',
		institution: 'BKA',
		period: '2026-09',
		fileName: 'a.csv',
		content: csv(corpLoanStock, [])
	});
	const [finding] = findingsOf(at.ledger, at.maker, submission, {}).findings;
	const typed = (text: string) =>
		at.ledger.db
			.transaction(() =>
				typedExplanations(at.ledger, submission, new Map([[`${finding!.check} ${finding!.where}`, text]]))
			)
			.immediate();
	const kept = () => findingsOf(at.ledger, at.maker, submission, {}).findings[0]!.explanation;
	typed('啊啊啊啊啊啊啊啊啊啊啊啊');
	expect(kept()).toBeNull();
	typed(' 本月确无此项业务，已核对 ');
	expect(kept()).toBe('本月确无此项业务，已核对');
});
