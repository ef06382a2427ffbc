import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { receive } from '#lib/server/intake/submit.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { recover } from '#lib/server/jobs/recover.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { addInstitution } from '#lib/server/ledger/institutions.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { csv, exampleRow, usccOf } from './filer.ts';

const kills = 16;
let dir: string;
beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-crash-'));
	const ledger = openLedger(dir);
	addInstitution(ledger, consoleAsker, {
		id: 'BKA',
		uscc: usccOf(1),
		name: '甲银行',
		shortName: '甲行',
		kind: 'city',
		from: '2020-01-01'
	});
	ledger.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What a filer had been told when it died, and how long it had worked. */
interface Promised {
	readonly received: number[];
	readonly accepted: number[];
	readonly error: string;
	readonly took: number;
}

/** Runs a filer and kills it `after` milliseconds of work, or once it has filed one version; answers what it was promised by then. */
function killed(round: number, after: number | 'one'): Promise<Promised> {
	return new Promise((done) => {
		const child = spawn(
			process.execPath,
			['--no-warnings', 'tests/integration/crash-child.ts', dir, String(round)],
			{
				stdio: ['ignore', 'pipe', 'pipe'],
				detached: true
			}
		);
		let said = '';
		let error = '';
		let started = 0;
		child.stderr.on('data', (text: Buffer) => (error += text.toString()));
		child.stdout.on('data', (text: Buffer) => {
			said += text.toString();
			const kill = () => process.kill(-child.pid!, 'SIGKILL');
			if (after === 'one' && said.includes('accepted')) kill();
			if (started || !said.includes('start')) return;
			started = performance.now();
			if (after !== 'one') setTimeout(kill, after);
		});
		child.once('close', () => {
			const ids = (kind: string) =>
				said.split('\n').flatMap((line) => (line.startsWith(`${kind} `) ? [Number(line.split(' ')[1])] : []));
			done({
				received: ids('received'),
				accepted: ids('accepted'),
				error,
				took: performance.now() - started
			});
		});
	});
}

/** Starts a server and kills it alone, its children left to themselves. */
const serverKilled = (after: number): Promise<void> =>
	new Promise((done) => {
		const child = spawn(process.execPath, ['--no-warnings', 'tests/integration/server-child.ts', dir], {
			stdio: ['ignore', 'pipe', 'inherit']
		});
		child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), after));
		child.once('exit', () => done());
	});

const all = (ledger: Ledger, sql: string, ...given: unknown[]) => ledger.db.prepare(sql).all(...given);
const cells = (ledger: Ledger) => all(ledger, 'select * from cell order by cube, dims, k1, k2, period');

/** What must hold of a ledger at any moment after `recover`. */
function sound(ledger: Ledger): void {
	expect(ledger.db.pragma('quick_check', { simple: true })).toBe('ok');
	expect(ledger.db.pragma('foreign_key_check')).toEqual([]);
	expect(verifyTrail(ledger).broken).toBeNull();
	expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
	expect(all(ledger, `select id from submission where state = 'checking'`)).toEqual([]);
	// Rows stand whole or not at all.
	expect(
		all(
			ledger,
			`select s.id, s.state, s.rows, count(f.line) as kept from submission s left join fact_corp_loan_stock f on f.submission = s.id
			group by s.id having kept <> case when s.state in ('ready', 'explaining') or s.acceptedAt is not null then s.rows else 0 end`
		)
	).toEqual([]);
	// One version in force, and as many versions counted as were accepted.
	expect(
		all(
			ledger,
			'select filing from submission where acceptedAt is not null and endedAt is null group by filing having count(*) > 1'
		)
	).toEqual([]);
	const accepted = ledger.db
		.prepare('select count(*) from submission where acceptedAt is not null')
		.pluck()
		.get();
	expect(ledger.db.prepare(`select coalesce(sum(version), 0) from period_version`).pluck().get()).toBe(
		accepted
	);
	for (const { sha256 } of all(ledger, 'select sha256 from submission') as { sha256: string }[])
		expect(
			createHash('sha256')
				.update(readFileSync(filePath(ledger, sha256)))
				.digest('hex')
		).toBe(sha256);
}

test(
	`killed ${kills} times anywhere, it keeps every promise and nothing half`,
	{ timeout: 300_000 },
	async () => {
		const promised = { received: [] as number[], accepted: [] as number[] };
		let cut = 0;
		// How long one version takes on this machine now, so that the moments fall where the work is.
		const { took } = await killed(kills, 'one');
		for (let round = 0; round < kills; round += 1) {
			// 7 is coprime to 16: the moments spread evenly over two versions.
			const after = (((round * 7) % kills) / kills) * 2 * took + 1;
			const { received, accepted, error } = await killed(round, after);
			expect(error).toBe('');
			promised.received.push(...received);
			promised.accepted.push(...accepted);
			const ledger = openLedger(dir);
			cut += ledger.db
				.prepare(`select count(*) from submission where state = 'checking'`)
				.pluck()
				.get() as number;
			recover(ledger);
			sound(ledger);
			const known = new Set(ledger.db.prepare('select id from submission').pluck().all());
			expect(promised.received.filter((id) => !known.has(id))).toEqual([]);
			const inForce = new Set(
				ledger.db.prepare('select id from submission where acceptedAt is not null').pluck().all()
			);
			expect(promised.accepted.filter((id) => !inForce.has(id))).toEqual([]);
			ledger.close();
		}
		expect(promised.accepted.length).toBeGreaterThan(0);
		expect(cut).toBeGreaterThan(0);
		const ledger = openLedger(dir);
		const before = cells(ledger);
		rebuild(ledger);
		expect(cells(ledger)).toEqual(before);
		ledger.close();
	}
);

describe('the server’s queue', () => {
	test('takes up what was cut off, in a process of its own, and ends it', { timeout: 300_000 }, async () => {
		const ledger = openLedger(dir);
		const rows = [{ ...exampleRow(corpLoanStock), institutionCode: usccOf(1) }];
		const { submission } = await receive(ledger, consoleAsker, {
			dataset: 'corp-loan-stock',
			institution: 'BKA',
			period: '2026-08',
			fileName: 'a.csv',
			source: csv(corpLoanStock, rows)
		});
		recover(ledger);
		const stop = startJobs(ledger, { every: 50 });
		expect(() => lockServer(ledger)).toThrow('another server');
		await expect
			.poll(() => all(ledger, `select id from job where state in ('queued', 'running')`).length, {
				timeout: 200_000,
				interval: 100
			})
			.toBe(0);
		await stop();
		lockServer(ledger)();
		expect(submissionOf(ledger, consoleAsker, submission)).toMatchObject({ rows: 1, progress: 100 });
		expect(['ready', 'explaining']).toContain(submissionOf(ledger, consoleAsker, submission).state);
		expect(
			all(ledger, `select id from submission where state in ('received', 'checking', 'failed')`)
		).toEqual([]);
		sound(ledger);
		ledger.close();
	});

	test('survives the death of the server alone, again and again', { timeout: 300_000 }, async () => {
		const ledger = openLedger(dir);
		const rows = Array.from({ length: 40_000 }, (_, i) => ({
			...exampleRow(corpLoanStock),
			institutionCode: usccOf(1),
			loanNo: `L${i}`
		}));
		const { submission } = await receive(ledger, consoleAsker, {
			dataset: 'corp-loan-stock',
			institution: 'BKA',
			period: '2026-06',
			fileName: 'a.csv',
			source: csv(corpLoanStock, rows)
		});
		const done = () => ['ready', 'explaining'].includes(submissionOf(ledger, consoleAsker, submission).state);
		let deaths = 0;
		for (let wait = 300; !done() && deaths < 4; wait += 300, deaths += 1) await serverKilled(wait);
		const stop = startJobs(ledger, { every: 50 });
		await expect.poll(done, { timeout: 200_000, interval: 100 }).toBe(true);
		await stop();
		expect(deaths).toBeGreaterThan(1);
		sound(ledger);
		ledger.close();
	});

	test(
		'says so when a file cannot be processed, and removes half-received files',
		{ timeout: 120_000 },
		async () => {
			const ledger = openLedger(dir);
			writeFileSync(join(dir, 'tmp', 'half.upload'), 'x');
			const { submission, sha256 } = await receive(ledger, consoleAsker, {
				dataset: 'corp-loan-stock',
				institution: 'BKA',
				period: '2026-07',
				fileName: 'a.csv',
				source: Buffer.from('not a table')
			});
			rmSync(filePath(ledger, sha256), { force: true });
			const found = recover(ledger);
			expect(found).toMatchObject({ temporary: 1, missing: [submission] });
			expect(existsSync(join(dir, 'tmp', 'half.upload'))).toBe(false);
			ledger.db.prepare(`update job set attempts = 2 where state = 'queued'`).run();
			const stop = startJobs(ledger, { every: 50 });
			await expect
				.poll(() => submissionOf(ledger, consoleAsker, submission).state, { timeout: 100_000, interval: 100 })
				.toBe('failed');
			await stop();
			expect(submissionOf(ledger, consoleAsker, submission).failure).toBeTruthy();
			ledger.close();
		}
	);
});
