import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { enqueue } from '#lib/server/jobs/queue.ts';
import { applied, rowCounts } from '#lib/server/ledger/migrate.ts';
import { connect, openLedger } from '#lib/server/ledger/open.ts';
import { markDirty } from '#lib/server/warehouse/rebuild.ts';
import { holds } from '../fixtures/invariants.ts';
import { laterTag, laterVersion } from '../fixtures/later-version.ts';
import { chanceOf } from '../fixtures/random.ts';
import { times, whole } from '../fixtures/scale.ts';
import { at, bank, loans, type Bank } from './bank.ts';
import { killAll, serve, until, type Server } from './server.ts';

// Protects what a filer has a receipt for from the sudden death of the server, of its children, and of both.
let place: Bank;
let marks: string;
/** Every receipt that was handed out, and those that were signed for. */
const promised = { receipts: [] as string[], accepted: [] as string[] };
let version = 0;
let kills = 0;

beforeAll(async () => {
	place = bank();
	marks = mkdtempSync(path.join(tmpdir(), 'techfin-marks-'));
	const server = await serve(place.dir);
	for (const month of ['2026-08', '2026-09']) await file(server, month, 60);
	expect(await server.kill('SIGTERM')).toBe(0);
});
afterEach(killAll);
afterAll(() => {
	place.remove();
	rmSync(marks, { recursive: true });
	console.log(`${kills} servers killed, ${promised.receipts.length} submissions acknowledged, none lost`);
});

/** Files a month and signs it, noting every promise at the moment it is given. */
async function file(server: Server, month: string, rows: number): Promise<void> {
	const people = at(server, place.tokens);
	version += 1;
	const { submission, receipt } = await people.upload(loans(version, rows, month), month);
	promised.receipts.push(receipt);
	expect(await people.checked(submission)).toBe('ready');
	const signed = await people.sign(submission);
	if (signed.status !== 200) throw new Error(`not signed: ${signed.text}`);
	promised.accepted.push(receipt);
}

/** What each point lies in the way of. */
const filing = (server: Server) => file(server, '2026-08', 60);
/** Rolls two months up in a child, as after a change of a register, and files meanwhile. */
const rollingUp = (server: Server) => {
	place.withLedger((ledger) => {
		for (const month of ['2026-08', '2026-09']) markDirty(ledger, corpLoanStock.id, month);
		enqueue(ledger, 'rebuild', {}, 'rebuild');
	});
	return filing(server);
};
const ways: Readonly<Record<string, (server: Server) => Promise<unknown>>> = {
	'rollup.cube': rollingUp,
	'rollup.done': rollingUp,
	'export.made': (server) =>
		at(server, place.tokens).get('analyst', '/figures/loan-balance.csv?period=2026-09'),
	'report.made': (server) =>
		at(server, place.tokens).get('analyst', '/reports/quarterly-monitor/2026Q3.xlsx'),
	'backup.copied': (server) =>
		at(server, place.tokens).act('system', '/admin/operations', { chore: 'backup' }),
	'backup.made': (server) => at(server, place.tokens).act('system', '/admin/operations', { chore: 'backup' })
};

const points = [
	['file.received', 'kill'],
	['file.stored', 'kill'],
	['receive.entering', 'kill'],
	['receive.entered', 'kill'],
	['check.begun', 'kill-child kill-parent kill-both'],
	['check.reading', 'kill-child kill-parent kill-both', 30],
	['check.ending', 'kill-child kill-parent kill-both'],
	['check.ended', 'kill-child kill-parent kill-both'],
	['sign.signing', 'kill'],
	['sign.signed', 'kill'],
	['rollup.cube', 'kill-child kill-parent kill-both', 2],
	['rollup.done', 'kill-child kill-parent kill-both'],
	['report.made', 'kill-child kill-parent kill-both'],
	['export.made', 'kill-child kill-parent kill-both'],
	['backup.copied', 'kill-child kill-parent kill-both'],
	['backup.made', 'kill-child kill-parent kill-both']
] as const;
const all = points.flatMap(([point, what, nth]) =>
	what.split(' ').map((one) => [point, one, nth ?? 1] as const)
);
const few = new Set([
	'receive.entered kill',
	'check.reading kill-both',
	'check.ending kill-child',
	'sign.signing kill'
]);

/** Whether everything that waited has been done. */
const isDone = () =>
	place.withLedger(
		({ db }) =>
			db
				.prepare(
					`select 1 from job where state in ('queued', 'running') union select 1 from cell_state where dirtySince is not null`
				)
				.get() === undefined
	);

/** Starts a server as an operator would, lets it mend what it finds, and ends it; then everything must hold. */
async function heal(): Promise<void> {
	const server = await serve(place.dir);
	await until(isDone, 'the jobs to be done', 120_000);
	expect(await server.kill('SIGTERM')).toBe(0);
	place.withLedger((ledger) => holds(ledger, promised));
}

describe('B3: killed at a named point, it heals and nothing is half', () => {
	it.each(all.filter(([point, what]) => whole || few.has(`${point} ${what}`)))(
		'B3: %s %s',
		{ timeout: 180_000 },
		async (point, what, nth) => {
			const mark = path.join(marks, `${point}-${what}`);
			const server = await serve(place.dir, { fault: `${point}:${what}:${nth}`, mark });
			await Promise.allSettled([(ways[point] ?? filing)(server)]);
			await until(() => existsSync(mark), `${point} to be reached`);
			if (what === 'kill-child') {
				await until(isDone, 'the jobs to be done', 120_000);
				expect(server.hasEnded()).toBe(false);
				expect((await at(server, place.tokens).get('maker', '/filings')).status).toBe(200);
				await server.kill('SIGTERM');
			} else {
				expect(await server.ended).toBe('SIGKILL');
				kills += 1;
			}
			await heal();
		}
	);
});

it('B3, E9: migrate.done kill: a migration killed before it is committed has not begun, and is done by doing it again', async () => {
	const folder = mkdtempSync(path.join(marks, 'upgrade-'));
	const dir = path.join(folder, 'ledger');
	cpSync(place.dir, dir, { recursive: true });
	const env = {
		...process.env,
		TECHFIN_MIGRATIONS: laterVersion(folder, 'create table later (id integer primary key) strict;\n')
	};
	const opening = (fault: string) =>
		spawnSync(
			process.execPath,
			[
				'--conditions=faults',
				'--no-warnings',
				'--input-type=module',
				'-e',
				`const { openLedger } = await import('#lib/server/ledger/open.ts'); openLedger(${JSON.stringify(dir)}).close();`
			],
			{ env: { ...env, TECHFIN_FAULT: fault }, encoding: 'utf8' }
		);
	const cut = opening('migrate.done:kill');
	expect([cut.signal, cut.stderr]).toEqual(['SIGKILL', 'fault migrate.done kill\n']);
	kills += 1;
	// The version before opens it as if nothing had been.
	const old = openLedger(dir);
	expect(rowCounts(old.db).later).toBeUndefined();
	holds(old, promised);
	old.close();
	const again = opening('');
	expect([again.status, again.stderr]).toEqual([0, '']);
	const db = connect(path.join(dir, 'ledger.db'), { readonly: true });
	expect(applied(db).at(-1)!.tag).toBe(laterTag);
	db.close();
	expect(() => openLedger(dir)).toThrow('请安装建立它的那一版或更新的版本');
});

it(
	`B3: ${times(3, 40)} kills of the server at any moment of imports lose no acknowledged submission`,
	{ timeout: 1_200_000 },
	async () => {
		const seed = Math.floor(Math.random() * 1e9);
		const chance = chanceOf(seed);
		const [received, signedFor] = [promised.receipts.length, promised.accepted.length];
		for (let round = 0; round < times(3, 40); round += 1) {
			const server = await serve(place.dir);
			const people = at(server, place.tokens);
			const moment = 50 + chance.below(2500);
			const filer = async (month: string) => {
				for (;;) {
					version += 1;
					const { receipt, submission } = await people.upload(loans(version, 400, month), month);
					promised.receipts.push(receipt);
					await people.checked(submission);
					const signed = await people.sign(submission);
					if (signed.status === 200) promised.accepted.push(receipt);
				}
			};
			const working = Promise.allSettled(['2026-06', '2026-07', '2026-08'].map(filer));
			await pause(moment);
			expect([seed, round, await server.kill()]).toEqual([seed, round, 'SIGKILL']);
			kills += 1;
			await working;
			place.withLedger(({ db }) => {
				const known = new Set(db.prepare('select receipt from submission').pluck().all());
				expect([seed, round, promised.receipts.filter((one) => !known.has(one))]).toEqual([seed, round, []]);
			});
		}
		// Otherwise there was nothing to be lost; a few kills may all come too early.
		if (whole) {
			expect(promised.receipts.length).toBeGreaterThan(received);
			expect(promised.accepted.length).toBeGreaterThan(signedFor);
		}
		await heal();
	}
);
