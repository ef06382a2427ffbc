import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { check, explain, giveBack, receive, sign, submitFile } from '#lib/server/intake/submit.ts';
import { ensureFilings } from '#lib/server/ledger/filings.ts';
import { daysLeft } from '#lib/server/pages/due-words.ts';
import { heldLoans } from '#lib/server/pages/enterprise-loans.ts';
import { explanationsIn } from '#lib/server/pages/explanations.ts';
import { dueList, matrixOfMonth } from '#lib/server/pages/filings.ts';
import { findingPage } from '#lib/server/pages/findings.ts';
import { findingsCsv } from '#lib/server/pages/findings-csv.ts';
import { exactMoment, shortMoment } from '#core/moment.ts';
import { enterpriseOf, lookUp, lookUpAll } from '#lib/server/pages/roster.ts';
import { submissionView } from '#lib/server/pages/submission.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

const period = '2026-09';
const address = { dataset: corpLoanStock.id, institution: 'BKA', period };
let at: Office & { clock: { now: string } };
beforeEach(() => {
	at = office();
	ensureFilings(at.ledger, period);
});
afterEach(() => at.close());

const loan = (more: Record<string, unknown> = {}) => ({
	...exampleRow(corpLoanStock),
	institutionCode: usccOf(1),
	borrower: usccOf(11),
	...more
});
const file = (...rows: Record<string, unknown>[]): Buffer => csv(corpLoanStock, rows);
async function handIn(content: Buffer): Promise<number> {
	const { submission } = await receive(at.ledger, at.maker, {
		...address,
		fileName: '存量.csv',
		source: content,
		check: 'mine'
	});
	await check(at.ledger, submission);
	return submission;
}
const view = (id: number, asker = at.maker) =>
	submissionView(at.ledger, asker, submissionOf(at.ledger, asker, id));
const findings = (
	id: number,
	order: 'rule' | 'place' | 'amount' = 'rule',
	rule: string | null = null,
	page = 1
) => findingPage(at.ledger, at.maker, submissionOf(at.ledger, at.maker, id), { order, rule, page });

// Protects what a clerk reads first: which data count now, what is the next step, and who must take it.
describe('the page of a submission', () => {
	it('says that nothing was lost, at every station', async () => {
		const first = await handIn(file(loan()));
		expect(view(first).safety).toBe('尚无数据入库，汇总数未受影响');
		if (view(first).state === 'explaining')
			explain(at.ledger, at.maker, first, { all: true }, '已逐笔核对合同，情况属实');
		expect(view(first).state).toBe('ready');
		expect(view(first).may).toMatchObject({ sign: false, unsigned: '须由本机构另一位人员复核签署' });
		expect(view(first, at.checker).may).toMatchObject({ sign: true, unsigned: null, giveBack: false });
		expect(view(first, at.analyst).may).toMatchObject({
			sign: false,
			explain: false,
			upload: false,
			giveBack: true
		});
		sign(at.ledger, at.checker, first);
		expect(view(first).safety).toBe('本次报送已入库，正在使用');
		const second = await handIn(file(loan({ grantedOn: '2027-09-15' })));
		expect(view(second)).toMatchObject({ state: 'refused', safety: '原有数据未受影响，第1次报送仍有效' });
		expect(view(second).steps.map((step) => step.state)).toEqual(['done', 'done', 'bad', 'next', 'next']);
		expect(view(second).may).toMatchObject({ upload: true, explain: false, sign: false, withdraw: true });
		giveBack(at.ledger, at.analyst, first, { reason: '余额与统计表不符，请核对', dueOn: '2026-11-02' });
		expect(view(second).returned?.reason).toContain('余额与统计表不符');
		expect(view(first).safety).toBe('本次报送已入库，正在使用');
	});
	it('stays short with many findings, and reaches each of them in three orders', async () => {
		const rows = Array.from({ length: 120 }, (_, i) =>
			loan({
				loanNo: `L${i}`,
				contractNo: `C${i}`,
				grantedOn: '2027-09-15',
				dueOn: '2026-09-01',
				balance: `${1000 + i}.00`,
				balanceCny: `${1000 + i}.00`
			})
		);
		const id = await handIn(file(...rows));
		const byRule = findings(id);
		expect(byRule.groups.every((group) => group.findings.length <= 5)).toBe(true);
		const dates = byRule.groups.find((group) => group.check === 'V11a')!;
		expect(dates).toMatchObject({ count: 120, blocks: true });
		const pages = [1, 2, 3].map((page) => findings(id, 'place', 'V11a', page));
		expect(pages.map((page) => page.groups.flatMap((group) => group.findings).length)).toEqual([50, 50, 20]);
		expect(pages[0]!.groups[0]!.findings[0]!.places[0]).toBe('第2行 第15列');
		// The loan of 1119.00 yuan stands last in the file and first by amount.
		expect(findings(id, 'amount', 'V11a').groups[0]!.findings[0]!.places[0]).toBe('第121行 第15列');
		expect(findings(id, 'place', 'V11a', 99).page).toBe(3);
		expect(findings(id, 'place', "V11a' or 1=1").rule).toBeNull();
		expect(dates.findings[0]!.seen).toEqual([
			{ label: '贷款发放日期', value: '2027-09-15' },
			{ label: '贷款到期日期', value: '2026-09-01' }
		]);
		const list = findingsCsv(at.ledger, at.maker, id).content.split('\r\n');
		expect(list[0]).toBe('\uFEFF位置,列,规则,类别,现在的值,为什么,怎么改,说明');
		expect(list.filter((line) => line.includes(',V11a,'))).toHaveLength(120);
	});
	it('takes explanations for single findings and for whole rules, and only where something was typed', () => {
		const form = new FormData();
		form.set('rule:Q01', ' 对本规则全部：已核对 ');
		form.set('rule:Q04', '');
		form.set('finding:7', '同一原因，已核对合同');
		form.set('finding:8', '同一原因，已核对合同');
		form.set('finding:9', '没有改动的说明文字');
		form.set('was:9', '没有改动的说明文字');
		form.set('other', '不相干');
		expect(explanationsIn(form)).toEqual([
			{ which: { check: 'Q01' }, text: '对本规则全部：已核对' },
			{ which: { findings: [7, 8] }, text: '同一原因，已核对合同' }
		]);
	});
});

describe('what is due', () => {
	it('counts working days around the holiday of October 2026', () => {
		// 1–7 October are holidays, 10 October is worked: 8, 9, 10 and 12 October make four working days.
		expect(daysLeft('2026-09-30', '2026-10-12')).toEqual({ label: '尚余4个工作日', urgent: false });
		expect(daysLeft('2026-10-12', '2026-10-12')).toEqual({ label: '今日到期', urgent: true });
		expect(daysLeft('2026-10-13', '2026-10-12')).toEqual({ label: '逾期1个工作日', urgent: true });
	});
	it('comes most urgent first, what was returned before everything', async () => {
		const submitted = await submitFile(at.ledger, at.maker, {
			...address,
			fileName: 'a.csv',
			content: file(loan()),
			explain: '已逐笔核对合同，情况属实',
			accept: true,
			signer: at.checker
		});
		expect(submitted.state).toBe('accepted');
		expect(dueList(at.ledger, at.maker).done[0]).toMatchObject({ label: '存量单位贷款信息', next: null });
		giveBack(at.ledger, at.analyst, submitted.submission, {
			reason: '请核对余额后重报',
			dueOn: '2027-01-05'
		});
		const [first] = dueList(at.ledger, at.maker).todo;
		expect(first).toMatchObject({ label: '存量单位贷款信息', returnedReason: '请核对余额后重报' });
		expect(first!.said.label).toBe('已退回');
		const { counts } = matrixOfMonth(at.ledger, at.analyst, period);
		expect(counts.filed).toBe(1);
		expect(counts.expected).toBeGreaterThan(10);
	});
	it('is told in Beijing time', () => {
		expect(shortMoment('2026-10-12T16:30:00.000Z')).toBe('10月13日 00:30');
		expect(exactMoment('2026-12-31T16:00:00.000Z')).toBe('2027-01-01 00:00:00');
	});
});

describe('the roster', () => {
	const enterprise = (more: Record<string, unknown>) => ({ ...exampleRow(roster), ...more });
	beforeEach(async () => {
		const done = await submitFile(at.ledger, consoleAsker, {
			dataset: roster.id,
			institution: 'kw',
			period: '2026Q3',
			fileName: '名录.csv',
			content: csv(roster, [
				enterprise({
					uscc: usccOf(11),
					name: '百度',
					label: 'HNTE',
					validFrom: '2023-10-01',
					validTo: '2026-09-30'
				}),
				enterprise({ uscc: usccOf(11), name: '百度', label: 'SRDI', validFrom: '2025-01-01', validTo: '' }),
				enterprise({
					uscc: usccOf(12),
					name: '北京_百分%科技',
					label: 'HNTE',
					validFrom: '2024-01-01',
					validTo: '2099-01-01'
				})
			]),
			explain: '已与认定文件核对，情况属实',
			accept: true
		});
		expect(done.findings.filter((one) => !one.explained)).toEqual([]);
		expect(done.state).toBe('accepted');
	});
	const names = (word: string, on: string | null = null) =>
		lookUp(at.ledger, at.maker, { word, district: null, label: null, on }).found.map((one) => one.name);

	it('D13: is found by two characters, by a code, by part of one, and never by a wildcard', () => {
		expect(names('百度')).toEqual(['百度']);
		expect(names(usccOf(12).toLowerCase())).toEqual(['北京_百分%科技']);
		expect(names(usccOf(11).slice(0, 16)).length).toBeGreaterThan(0);
		expect(names('%')).toEqual(['北京_百分%科技']);
		expect(names('_')).toEqual(['北京_百分%科技']);
		expect(names("' or 1=1 --")).toEqual([]);
		expect(names('  ')).toEqual([]);
	});
	it('answers a pasted list line by line, by whole names and codes only', () => {
		const pasted = `百度\t其他列\r\n${usccOf(12)}\n北京（没有）公司\n百\n\n`;
		const answers = lookUpAll(at.ledger, at.maker, pasted, '2026-10-01');
		expect(answers.map(({ line, found }) => [line, found.map((one) => one.name)])).toEqual([
			['百度', ['百度']],
			[usccOf(12), ['北京_百分%科技']],
			['北京(没有)公司', []],
			['百', []]
		]);
	});
	it('knows what was held on a day and keeps what was held before', () => {
		const on = (day: string) =>
			lookUp(at.ledger, at.maker, { word: '百度', district: null, label: null, on: day }).found[0]!.labels;
		expect(on('2024-06-30')).toEqual(['高新技术企业']);
		expect(on('2026-09-30')).toEqual(['高新技术企业', '专精特新中小企业']);
		expect(on('2026-10-01')).toEqual(['专精特新中小企业']);
		const { history } = enterpriseOf(at.ledger, at.maker, usccOf(11));
		expect(history.map(({ code, holds, filer }) => [code, holds, filer])).toEqual([
			['SRDI', true, '市科委'],
			['HNTE', false, '市科委']
		]);
		expect(() => enterpriseOf(at.ledger, at.maker, usccOf(99))).toThrow('名录中没有这家企业');
	});
	it('shows loans to analysts and to the bank itself, each look on record', async () => {
		await submitFile(at.ledger, at.maker, {
			...address,
			fileName: 'a.csv',
			content: file(loan({ balance: '1234567.89', balanceCny: '1234567.89' })),
			explain: '已逐笔核对合同，情况属实',
			accept: true,
			signer: at.checker
		});
		expect(heldLoans(at.ledger, at.analyst, usccOf(11))).toMatchObject({ masked: true, loans: [] });
		const open = { ...at.analyst, rawRead: true, purpose: '核对大额贷款' };
		expect(heldLoans(at.ledger, open, usccOf(11))).toMatchObject({
			total: '1,234,567.89',
			whole: true
		});
		expect(heldLoans(at.ledger, at.maker, usccOf(11))?.loans).toHaveLength(1);
		expect(heldLoans(at.ledger, at.stranger, usccOf(11))?.loans).toHaveLength(0);
		expect(
			heldLoans(at.ledger, { ...at.stranger, role: 'leader', institution: null }, usccOf(11))
		).toBeNull();
		const looks = at.ledger.db
			.prepare("select count(*) from audit where action = 'roster.loans'")
			.pluck()
			.get();
		// The other bank has filed nothing, so nothing was read on its behalf.
		expect(looks).toBe(2);
	});
});
