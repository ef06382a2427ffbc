import { roleLabels } from '#lib/server/access/asker.ts';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts, demoPassword } from '#demo/accounts.ts';
import { world } from '#demo/world.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { isPassword } from '#lib/server/access/password.ts';
import { makeDemo } from '#lib/server/demo/make.ts';
import { filingsOf } from '#lib/server/ledger/filings.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { ObserveQuery } from '#lib/server/observe/types.ts';

const small = world({ small: true });
const bank = (name: string): string => small.banks.find((one) => one.shortName === name)!.id;
let dir: string;
let ledger: Ledger;
const stages: string[] = [];

beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'demo-'));
	ledger = openLedger(dir);
	await makeDemo(ledger, { small: true, onProgress: (stage) => stages.push(stage) });
}, 120_000);
afterAll(() => {
	ledger.close();
	rmSync(dir, { recursive: true });
});

const one = (query: ObserveQuery) => observe(ledger, consoleAsker, query)[0]!;
const rows = (sql: string, ...given: unknown[]) =>
	ledger.db.prepare(sql).all(...given) as Record<string, unknown>[];
const statesOf = (dataset: string, institution: string, period: string): unknown[] =>
	rows(
		`select s.state, s.number from submission s join filing f on f.id = s.filing
		where f.dataset = ? and f.institution = ? and f.period = ? order by s.number`,
		dataset,
		institution,
		period
	).map((row) => row.state);

describe('the demonstration', () => {
	it('says that it is one, tells how far it has come, and leaves nothing behind', () => {
		expect(ledger.demo).toBe(true);
		expect(new Set(stages)).toEqual(new Set(['报送、校验、入库', '汇总', '完成']));
		expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
	});

	it('has an account for every role, whose password is the printed one', async () => {
		const shown = demoAccounts(small);
		expect(new Set(shown.map(({ role }) => role))).toEqual(new Set(Object.keys(roleLabels)));
		const kept = rows('select username, password from user');
		const hashes = new Set(
			shown.map(({ username }) => kept.find((row) => row.username === username)?.password as string)
		);
		for (const hash of hashes) expect(await isPassword(demoPassword, hash)).toBe(true);
	});

	it('is signed by a second person, and never before it was handed in', () => {
		expect(rows('select id from submission where signedBy = uploadedBy')).toEqual([]);
		expect(rows('select id from submission where acceptedAt < uploadedAt or checkedAt < uploadedAt')).toEqual(
			[]
		);
	});

	it('lacks the last loans of the late bank, and its total is preliminary', () => {
		expect(statesOf('corp-loan-stock', bank('城商行C'), '2026-09')).toEqual([]);
		const { coverage, status } = one({ indicator: 'M04-8', period: '2026-09' });
		expect(coverage.missing).toContain(bank('城商行C'));
		expect(status).toBe('preliminary');
	});

	it('shows a file refused and mended, one returned and replaced, one waiting for explanations', () => {
		expect(statesOf('corp-loan-stock', bank('股份行B'), '2026-08')).toEqual(['superseded', 'accepted']);
		expect(statesOf('all-loan', bank('国有行B'), '2026-07')).toEqual(['superseded', 'accepted']);
		expect(statesOf('corp-loan-stock', bank('农商行A'), '2026-09')).toEqual(['explaining']);
		const open = rows(
			`select count(*) as n from finding e join submission s on s.id = e.submission where s.state = 'explaining' and e.explanation is null`
		);
		expect(open[0]!.n).toBeGreaterThan(3);
	});

	it('holds everything else that is owed', () => {
		const open = filingsOf(ledger, consoleAsker, {}).filter((filing) => filing.expected && !filing.inForce);
		const late = bank('城商行C');
		const waiting = bank('农商行A');
		expect(
			open.map(({ dataset, institution, period }) => `${dataset} ${institution} ${period}`).sort()
		).toEqual(
			[
				...['corp-customer', 'corp-loan-stock', 'corp-loan-flow', 'loan-tag', 'all-loan'].map(
					(dataset) => `${dataset} ${late} 2026-09`
				),
				`corp-loan-stock ${waiting} 2026-09`,
				`loan-tag ${waiting} 2026-09`
			].sort()
		);
	});

	it('misses the half of policy funds at present: 48.7 %', () => {
		const share = one({ indicator: 'M04-1', period: '2026-09' });
		expect(share.plot).toBeCloseTo(48.7, 1);
	});

	it('has a bank whose realised rates lie above what it discloses', () => {
		const outside = one({ indicator: 'M06-4a', period: '2026Q3', where: { institution: bank('股份行B') } });
		expect(outside.plot).toBeGreaterThan(10);
	});

	it('refuses growth across the re-basing of the roster', () => {
		const breaks = rows('select dataset, "from" from definition_break');
		expect(breaks).toEqual([{ dataset: 'roster', from: '2025-01' }]);
	});

	it('holds the published figures with their sources', () => {
		const found = rows(`select count(*) as n, count(sourceUrl) as sourced from fact_published_series`);
		expect(found[0]).toEqual({ n: 192, sourced: 192 });
	});
});
