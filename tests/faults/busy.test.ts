import { readFileSync, globSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '#lib/server/ledger/open.ts';
import { turn } from '#lib/server/ledger/turn.ts';
import { holds } from '../fixtures/invariants.ts';
import { office, type Office } from '../integration/filer.ts';
import { at, bank, loans, type Bank } from './bank.ts';
import { killAll, serve, type Server } from './server.ts';

const busy = '系统繁忙，请稍后重试';

// Protects readers from whoever writes, and writers from each other.
describe('B8: another process holds the lock', () => {
	let place: Bank;
	let server: Server;
	let holder: BetterSqlite3.Database;
	beforeEach(async () => {
		place = bank();
		holder = new BetterSqlite3(path.join(place.dir, 'ledger.db'));
		server = await serve(place.dir);
	}, 300_000);
	afterEach(() => {
		holder.close();
		killAll();
		place.remove();
	});

	it(
		'for ten seconds: writers are told after five, nothing is half done, and readers notice nothing',
		{ timeout: 120_000 },
		async () => {
			const people = at(server, place.tokens);
			const first = await people.upload(loans(1));
			expect(await people.checked(first.submission)).toBe('ready');
			const second = await people.upload(loans(2));
			expect(await people.checked(second.submission)).toBe('ready');
			const before = holder.prepare('select max(seq) from audit').pluck().get();

			holder.exec('begin immediate');
			const begun = performance.now();
			const waits: number[] = [];
			let over = false;
			const reading = (async () => {
				while (!over) {
					const from = performance.now();
					const answers = await Promise.all([
						people.get('maker', '/filings'),
						people.get('leader', '/dictionary'),
						fetch(`${server.base}/healthz`)
					]);
					expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
					waits.push(performance.now() - from);
					await pause(50);
				}
			})();
			const [put, signed, returned] = await Promise.all([
				people.put(loans(3)),
				people.sign(first.submission),
				people.act('analyst', `/submissions/${second.submission}?/giveBack`, {
					reason: '与上期不衔接，请核对',
					dueOn: '2026-12-20'
				})
			]);
			expect(performance.now() - begun).toBeLessThan(10_000);
			expect([put.status, ((await put.json()) as { message: string }).message]).toEqual([
				503,
				`${busy}。原有数据未受影响。`
			]);
			expect([signed.status, returned.status]).toEqual([503, 503]);
			expect(signed.text).toContain(busy);
			expect(returned.text).toContain(busy);
			await pause(Math.max(0, 10_000 - (performance.now() - begun)));
			over = true;
			await reading;
			holder.exec('rollback');
			// Standing still for SQLite's own five seconds would show here.
			expect(Math.max(...waits)).toBeLessThan(3_000);
			expect(holder.prepare('select max(seq) from audit').pluck().get()).toBe(before);
			expect(holder.prepare('select count(*) from submission').pluck().get()).toBe(2);

			expect((await people.sign(second.submission)).status).toBe(200);
			await people.checked((await people.upload(loans(3))).submission);
			expect(await server.kill('SIGTERM')).toBe(0);
			expect(server.said()).not.toContain('uncaught');
			place.withLedger((ledger) => holds(ledger, { receipts: [first.receipt, second.receipt] }));
		}
	);

	it('for a second: writers wait and are served', { timeout: 60_000 }, async () => {
		const people = at(server, place.tokens);
		holder.exec('begin immediate');
		const [, put, healthy] = await Promise.all([
			pause(1_000).then(() => holder.exec('rollback')),
			people.put(loans(1)),
			pause(300).then(async () => {
				const from = performance.now();
				await fetch(`${server.base}/healthz`);
				return performance.now() - from;
			})
		]);
		expect(put.status).toBe(201);
		expect(healthy).toBeLessThan(600);
		const { submission, receipt } = (await put.json()) as { submission: number; receipt: string };
		expect(await people.checked(submission)).toBe('ready');
		expect(await server.kill('SIGTERM')).toBe(0);
		place.withLedger((ledger) => holds(ledger, { receipts: [receipt] }));
	});
});

describe('B8: waiting for one’s turn', () => {
	let here: Office;
	beforeEach(() => {
		here = office();
	});
	afterEach(() => here.close());

	it('keeps nobody else waiting, and ends with a sentence', async () => {
		const holder = connect(path.join(here.ledger.dir, 'ledger.db'));
		holder.exec('begin immediate');
		let ticks = 0;
		const ticking = setInterval(() => (ticks += 1), 5);
		await expect(turn(here.ledger, 400)).rejects.toMatchObject({ status: 503, message: busy });
		clearInterval(ticking);
		expect(ticks).toBeGreaterThan(15);
		holder.exec('rollback');
		await turn(here.ledger, 0);
		expect(here.ledger.db.pragma('busy_timeout', { simple: true })).toBe(5_000);
		holder.close();
	});
});

describe('B9: a transaction that writes has its lock from the start', () => {
	it('or it would fail at its first write, at once, however patient', () => {
		const here = office();
		const other = connect(path.join(here.ledger.dir, 'ledger.db'));
		const entry = `insert into setting (key, value) values (?, '')`;
		const read = `select count(*) from setting`;
		// eslint-disable-next-line no-restricted-syntax -- what must not be written is what this shows
		const late = here.ledger.db.transaction(() => {
			here.ledger.db.prepare(read).get();
			other.prepare(entry).run('a');
			here.ledger.db.prepare(entry).run('b');
		});
		expect(() => late.deferred()).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY_SNAPSHOT' }));
		other.pragma('busy_timeout = 0');
		here.ledger.db
			.transaction(() => {
				here.ledger.db.prepare(read).get();
				expect(() => other.prepare(entry).run('c')).toThrow('locked');
				here.ledger.db.prepare(entry).run('b');
			})
			.immediate();
		other.close();
		here.close();
	});

	it('which the linter sees to in every file of the product', async () => {
		const eslint = new ESLint();
		const said = async (text: string) =>
			(await eslint.lintText(text, { filePath: 'src/lib/server/ledger/a.ts' })).flatMap(({ messages }) =>
				messages.map(({ message }) => message)
			);
		const own = /must be immediate/;
		for (const wrong of [
			'export const a = (db) => db.transaction(() => 1)();',
			'export const a = (db) => db.transaction(() => 1).deferred();',
			'export const a = (db) => { const run = db.transaction(() => 1); run.immediate(); };'
		])
			expect(await said(wrong), wrong).toEqual([expect.stringMatching(own)]);
		expect(await said('export const a = (db) => db.transaction(() => 1).immediate();')).toEqual([]);
		const all = globSync('{src,drizzle}/**/*.ts').filter((file) =>
			/\.transaction\(/.test(readFileSync(file, 'utf8'))
		);
		expect(all.length).toBeGreaterThan(15);
		const results = await eslint.lintFiles(all);
		expect(results.flatMap(({ messages }) => messages.filter(({ message }) => own.test(message)))).toEqual(
			[]
		);
	});
});
