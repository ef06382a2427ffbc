import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { filesFor } from '#lib/server/access/rights.ts';
import { checkCounts, findingsOf } from '#lib/server/intake/findings.ts';
import { originalFile, submissionOf, submissionsOf } from '#lib/server/intake/submit-view.ts';
import { explain, giveBack, receive, sign, submitFile, withdraw } from '#lib/server/intake/submit.ts';
import { templateFor } from '#lib/server/intake/template-for.ts';
import { difference } from '#lib/server/intake/versions.ts';
import { ensureFilings, filingsOf } from '#lib/server/ledger/filings.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { differenceView } from '#lib/server/pages/difference.ts';
import { heldLoans } from '#lib/server/pages/enterprise-loans.ts';
import { filingView } from '#lib/server/pages/filing.ts';
import { dueList, filingMonths, matrixOfDataset, matrixOfMonth } from '#lib/server/pages/filings.ts';
import { findingsCsv } from '#lib/server/pages/findings-csv.ts';
import { findingPage } from '#lib/server/pages/findings.ts';
import { progressOf, receiptOf, submissionView } from '#lib/server/pages/submission.ts';
import { templateList } from '#lib/server/pages/templates.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

// Protects the promise that no bank reads another's rows, findings, files or names, by trying every way there is.
const canary = 'CANARYOFBANKA';
const period = '2026-09';
const address = { dataset: corpLoanStock.id, institution: 'BKA', period };
let at: Office;
let first: number;
let second: number;

const loan = (more: Record<string, unknown>) => ({
	...exampleRow(corpLoanStock),
	institutionCode: usccOf(1),
	borrower: usccOf(11),
	purpose: canary,
	...more
});
const file = (...rows: Record<string, unknown>[]): Buffer => csv(corpLoanStock, rows.map(loan));

beforeAll(async () => {
	at = office();
	ensureFilings(at.ledger, period);
	const given = { ...address, explain: '核对无误，情况属实，特此说明', fileName: `${canary}.csv` };
	const done = await submitFile(at.ledger, at.maker, {
		...given,
		content: file({ loanNo: `${canary}1` }),
		accept: true,
		signer: at.checker
	});
	first = done.submission;
	expect(done.state).toBe('accepted');
	({ submission: second } = await submitFile(at.ledger, at.maker, {
		...given,
		content: file({ loanNo: `${canary}1`, grantedOn: '2027-09-15' }, { loanNo: `${canary}2` })
	}));
	expect(checkCounts(at.ledger, at.maker, second).length).toBeGreaterThan(0);
});
afterAll(() => at.close());

const strangers = (): [string, Asker][] => [
	['another bank', at.stranger],
	['a leader', { ...at.stranger, role: 'leader', institution: null }],
	['an office', { ...at.stranger, role: 'unit', institution: null, unit: 'kw' }],
	['an administrator', { ...at.stranger, role: 'system', institution: null }],
	['a bank of no institution', { ...at.stranger, institution: null }],
	['a bank by a list of ids', { ...at.stranger, institution: 'BKA,BKB' }]
];

/** Ways to one submission or filing: each must answer as if there were none. */
const closed: Record<string, (asker: Asker) => unknown> = {
	submission: (asker) => submissionOf(at.ledger, asker, second),
	versions: (asker) => submissionsOf(at.ledger, asker, submissionOf(at.ledger, consoleAsker, first).filing),
	view: (asker) => submissionView(at.ledger, asker, submissionOf(at.ledger, asker, second)),
	'view of a submission read by somebody else': (asker) =>
		submissionView(at.ledger, asker, submissionOf(at.ledger, consoleAsker, second)),
	findings: (asker) => findingsOf(at.ledger, asker, second),
	counts: (asker) => checkCounts(at.ledger, asker, second),
	'page of findings': (asker) =>
		findingPage(at.ledger, asker, submissionOf(at.ledger, consoleAsker, second), {
			order: 'place',
			rule: null,
			page: 1
		}),
	'list of findings': (asker) => findingsCsv(at.ledger, asker, second),
	progress: (asker) => progressOf(at.ledger, asker, second),
	receipt: (asker) => receiptOf(at.ledger, asker, first),
	original: (asker) => originalFile(at.ledger, asker, first),
	difference: (asker) => difference(at.ledger, asker, first, second),
	comparison: (asker) => differenceView(at.ledger, asker, second, { with: first, kind: null, page: 1 }),
	filing: (asker) => filingView(at.ledger, asker, address),
	template: (asker) => templateFor(at.ledger, asker, address),
	upload: (asker) =>
		receive(at.ledger, asker, {
			...address,
			fileName: 'a.csv',
			source: file({ loanNo: 'X' }),
			check: 'mine'
		}),
	explain: (asker) => explain(at.ledger, asker, second, { all: true }, '别人的说明，不应当成功写入'),
	sign: (asker) => sign(at.ledger, asker, second),
	withdraw: (asker) => withdraw(at.ledger, asker, second),
	return: (asker) => giveBack(at.ledger, asker, first, { reason: '无权退回的原因', dueOn: '2026-12-01' })
};

/** Lists: each must leave out what is another's. */
const lists: Record<string, (asker: Asker) => unknown> = {
	filings: (asker) => filingsOf(at.ledger, asker, { institution: 'BKA' }),
	due: (asker) => dueList(at.ledger, asker),
	loans: (asker) => heldLoans(at.ledger, asker, usccOf(11)),
	templates: (asker) => templateList(at.ledger, asker)
};

describe('C1, C3: what is another institution’s', () => {
	it.each(Object.keys(closed))('%s is not there', async (way) => {
		for (const [who, asker] of strangers())
			await expect((async () => closed[way]!(asker))(), `${way} as ${who}`).rejects.toSatisfy(
				(cause) => cause instanceof Refused && cause.status === 404
			);
	});
	it.each(Object.keys(lists))('%s leave it out', (way) => {
		for (const [who, asker] of strangers()) {
			const text = JSON.stringify(lists[way]!(asker)) ?? '';
			expect(text, `${way} as ${who}`).not.toContain(canary);
			if (who !== 'a leader') expect(text, `${way} as ${who}`).not.toContain('BKA"');
		}
	});
	it('is counted in no matrix of another filer', () => {
		for (const matrix of [
			matrixOfMonth(at.ledger, at.stranger, period),
			matrixOfDataset(at.ledger, at.stranger, corpLoanStock.id)
		])
			expect(matrix.groups.flatMap((group) => group.rows.map((row) => row.institution))).toEqual(['BKB']);
		expect(filingMonths(at.ledger, { ...at.stranger, role: 'system', institution: null })).toEqual([]);
	});
	it('shows a leader that something came in, but not the way to it', () => {
		const leader: Asker = { ...at.stranger, role: 'leader', institution: null };
		const cells = matrixOfMonth(at.ledger, leader, period).groups.flatMap((group) =>
			group.rows.flatMap((row) => row.cells)
		);
		expect(cells.filter((cell) => cell?.label === '已入库' || cell?.number)).not.toEqual([]);
		expect(cells.every((cell) => !cell?.href)).toBe(true);
	});
});

describe('what is one’s own', () => {
	it('is there for its people and for the analyst', async () => {
		for (const way of [
			'submission',
			'findings',
			'receipt',
			'original',
			'filing',
			'list of findings',
			'template'
		])
			for (const asker of [at.maker, at.checker, { ...at.analyst, rawRead: true, purpose: '核对大额贷款' }])
				await closed[way]!(asker);
		expect(JSON.stringify(heldLoans(at.ledger, at.maker, usccOf(11)))).toContain('HT');
		expect(
			heldLoans(at.ledger, { ...at.analyst, rawRead: true, purpose: '核对大额贷款' }, usccOf(11))?.loans
		).toHaveLength(1);
	});
	it('names no enterprise to an analyst without leave or without a purpose (F4)', () => {
		const code = usccOf(11);
		for (const asker of [
			at.analyst,
			{ ...at.analyst, rawRead: true },
			{ ...at.analyst, purpose: '核对大额贷款' },
			{ ...at.analyst, rawRead: true, clearance: 2, purpose: '核对大额贷款' }
		]) {
			const looks = () =>
				at.ledger.db.prepare(`select count(*) from audit where action = 'raw.view'`).pluck().get() as number;
			const before = looks();
			expect(() => originalFile(at.ledger, asker, first)).toThrow('企业明细');
			expect(heldLoans(at.ledger, asker, code)).toMatchObject({ masked: true, loans: [] });
			const told = JSON.stringify([
				findingsOf(at.ledger, asker, second),
				findingsCsv(at.ledger, asker, second)
			]);
			expect(told).not.toContain(code);
			expect(looks()).toBe(before);
		}
		const open = { ...at.analyst, rawRead: true, purpose: '核对大额贷款' };
		originalFile(at.ledger, open, first);
		expect(
			at.ledger.db
				.prepare(`select detail from audit where action = 'raw.view' order by seq desc limit 1`)
				.pluck()
				.get()
		).toContain('核对大额贷款');
	});
	it('is filed by its people only', () => {
		expect(filesFor(at.analyst, 'BKA')).toBe(false);
		expect(() => sign(at.ledger, at.analyst, second)).toThrow(Refused);
		expect(() =>
			giveBack(at.ledger, at.maker, first, { reason: '自己退回自己', dueOn: '2026-12-01' })
		).toThrow(Refused);
	});
});
