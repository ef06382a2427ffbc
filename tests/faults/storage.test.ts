import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holds } from '../fixtures/invariants.ts';
import { at, bank, loans, type Bank } from './bank.ts';
import { disk, noDisk, readOnly, type Disk } from './disk.ts';
import { killAll, serve, until, type Server } from './server.ts';

if (noDisk) console.log(`B5, B6: skipped, ${noDisk}`);
const withDisk = describe.skipIf(noDisk !== null);
const full = /服务器磁盘空间不足，暂不能/;
const broken = '服务器存储出错，暂不能读写，请联系管理员';

let own: Disk;
let marks: string;
let place: Bank;
let server: Server;
let people: ReturnType<typeof at>;
const receipts: string[] = [];

async function begin(start: Parameters<typeof serve>[1] = {}) {
	server = await serve(place.dir, start);
	people = at(server, place.tokens);
}
beforeEach(() => {
	if (noDisk) return;
	own = disk();
	marks = mkdtempSync(path.join(tmpdir(), 'techfin-marks-'));
	place = bank(path.join(own.path, 'ledger'));
	receipts.length = 0;
});
afterEach(() => {
	killAll();
	own?.remove();
	if (marks) rmSync(marks, { recursive: true, force: true });
});

const ledger = <T>(work: (db: BetterSqlite3.Database) => T): T => {
	const db = new BetterSqlite3(path.join(place.dir, 'ledger.db'));
	try {
		return work(db);
	} finally {
		db.close();
	}
};
/** Fills the disk to the last page: the log of the database keeps no room of its own. */
const fill = () => {
	ledger((db) => db.pragma('wal_checkpoint(truncate)'));
	own.fill();
};
async function ready(version: number, rows = 60): Promise<number> {
	const { submission, receipt } = await people.upload(loans(version, rows));
	receipts.push(receipt);
	expect(await people.checked(submission)).toBe('ready');
	return submission;
}
const readable = async () => {
	for (const [person, where] of [
		['maker', '/filings'],
		['leader', '/dictionary'],
		['analyst', '/loans']
	] as const)
		// A reader that has only just started may first have to say that it is busy.
		await until(async () => (await people.get(person, where)).status === 200, `${where} to be read`, 200_000);
	expect((await fetch(`${server.base}/healthz`)).status).toBe(200);
};
const readiness = async () => {
	const answer = await fetch(`${server.base}/readyz`);
	return { status: answer.status, ...((await answer.json()) as { checks: Record<string, boolean> }) };
};
/** Asks the queue to try again now rather than in a minute. */
const hurry = () =>
	ledger((db) =>
		db
			.prepare(
				`update job set runAt = '2020-01-01', leaseUntil = case when state = 'running' then '2020-01-01' end`
			)
			.run()
	);

// Protects what is there from a disk that has no room, fails, or is gone.
withDisk('B5: a full disk', () => {
	it(
		'is said to whoever writes, hinders nobody who reads, and with room again all goes on without a restart',
		{ timeout: 600_000 },
		async () => {
			const log = openSync(path.join(own.path, 'log'), 'w');
			await begin({ output: log });
			closeSync(log);
			const first = await ready(1);
			expect((await people.sign(first)).status).toBe(200);
			const second = await ready(2);
			await readable();

			// While a file comes in.
			const part = Buffer.alloc(4 << 20, ' ');
			const slow = people.slowly(2 * part.length);
			slow.answer.catch(() => undefined);
			slow.request.write(part);
			await until(() => readdirSync(path.join(place.dir, 'tmp')).length > 0, 'the upload to begin');
			fill();
			slow.request.end(part);
			const cut = await slow.answer;
			expect([cut.status, cut.body.message]).toEqual([
				507,
				expect.stringMatching(/服务器磁盘空间不足，暂不能.*请联系管理员。原有数据未受影响/)
			]);
			expect(readdirSync(path.join(place.dir, 'tmp'))).toEqual([]);

			// What had come in of it left room again.
			fill();

			// Before one does, when one is signed, when a file is handed out, when somebody signs in.
			const refused = await people.put(loans(3));
			expect([refused.status, await refused.text()]).toEqual([507, expect.stringMatching(full)]);
			const unsigned = await people.sign(second);
			expect([unsigned.status, unsigned.text]).toEqual([507, expect.stringMatching(full)]);
			const report = await people.get('analyst', '/reports/quarterly-monitor/2026Q3.xlsx');
			expect([report.status, await report.text()]).toEqual([507, expect.stringMatching(full)]);
			const figure = await people.get('analyst', '/figures/loan-balance.csv?period=2026-09');
			expect(figure.status).toBe(507);
			// The log itself lies on this disk.
			await readable();
			const state = await readiness();
			expect([state.status, state.checks.disk]).toEqual([503, false]);
			const backup = await people.act('system', '/admin/operations', { chore: 'backup' });
			expect([200, 409, 507]).toContain(backup.status);

			own.empty();
			expect((await people.sign(second)).status).toBe(200);
			await ready(3);
			expect((await people.get('analyst', '/reports/quarterly-monitor/2026Q3.xlsx')).status).toBe(200);
			await until(async () => (await readiness()).status === 200, 'the server to be ready');
			expect(server.hasEnded()).toBe(false);
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((opened) => holds(opened, { receipts }));
		}
	);

	it(
		'under checking and rolling up puts the work off, and is no failure of the file',
		{ timeout: 600_000 },
		async () => {
			await begin();
			for (const version of [1, 2]) expect((await people.sign(await ready(version))).status).toBe(200);
			await server.kill('SIGTERM');
			const mark = path.join(marks, 'check');
			await begin({ fault: 'check.begun:wait', mark });
			const { submission, receipt } = await people.upload(loans(3, 6_000));
			receipts.push(receipt);
			await until(() => existsSync(mark), 'the check to begin');
			fill();
			writeFileSync(`${mark}.go`, '');
			await until(() => server.said().includes('"kind":"check"'), 'the check to be put off', 120_000);
			expect(server.said()).toMatch(/"event":"job".*"kind":"check".*"outlook":"storage".*磁盘已满/);
			await readable();

			own.empty();
			hurry();
			expect(await people.checked(submission)).toBe('ready');

			// A month to roll up, and again no room.
			ledger((db) => {
				db.prepare(`update cell_state set dirtySince = '2026-01-01' where dirtySince is null`).run();
				db.prepare(
					`insert into job (kind, payload, state, runAt, once) values ('rebuild', '{}', 'queued', ?, 'rebuild')`
				).run(new Date(Date.now() + 1_500).toISOString());
			});
			const before = server.said().length;
			fill();
			await until(() => server.said().slice(before).includes('磁盘已满'), 'the roll-up to be held up');
			await readable();
			own.empty();
			hurry();
			const stale = () =>
				ledger(
					(db) => db.prepare('select 1 from cell_state where dirtySince is not null').get() !== undefined
				);
			await until(() => !stale(), 'the roll-up', 120_000);
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((opened) => holds(opened, { receipts }));
		}
	);
});

withDisk('B6: storage that fails', () => {
	it(
		'read-only where files are kept: not ready, said, and over when it is over',
		{ timeout: 400_000 },
		async () => {
			await begin();
			const first = await ready(1);
			await readable();
			const mend = readOnly(path.join(place.dir, 'tmp'));
			try {
				const refused = await people.put(loans(2));
				expect([refused.status, ((await refused.json()) as { message: string }).message]).toEqual([
					503,
					`${broken}。原有数据未受影响。`
				]);
				const state = await readiness();
				expect([state.status, state.checks.disk]).toEqual([503, false]);
				await readable();
			} finally {
				mend();
			}
			expect((await readiness()).status).toBe(200);
			expect((await people.sign(first)).status).toBe(200);
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((opened) => holds(opened, { receipts }));
		}
	);

	it('read-only from the start: it does not start, and says why', { timeout: 60_000 }, async () => {
		const mend = readOnly(place.dir);
		try {
			await begin();
			expect(await server.ended).toBe(2);
			expect(server.said()).toMatch(/不能启动：数据目录 .* 不能写入/);
		} finally {
			mend();
		}
	});

	it(
		'taken away: not ready, nothing promised, and no new ledger begun in its place',
		{ timeout: 400_000 },
		async () => {
			await begin();
			const first = await ready(1);
			own.takeAway();
			const state = await readiness();
			expect([state.status, state.checks.ledger, state.checks.disk]).toEqual([503, false, false]);
			for (const answer of [await people.put(loans(2)), await people.put(loans(3))]) {
				expect(answer.status).toBe(503);
				expect(await answer.text()).toContain('服务器存储出错');
			}
			const unsigned = await people.sign(first);
			expect([unsigned.status, unsigned.text]).toEqual([503, expect.stringContaining(broken)]);
			expect((await fetch(`${server.base}/healthz`)).status).toBe(200);
			expect(server.hasEnded()).toBe(false);
			expect(existsSync(path.join(place.dir, 'ledger.db'))).toBe(false);
		}
	);

	it('its log deleted while it runs: nothing is acknowledged any more', { timeout: 400_000 }, async () => {
		await begin();
		const first = await ready(1);
		ledger((db) => db.pragma('wal_checkpoint(passive)'));
		rmSync(path.join(place.dir, 'ledger.db-wal'));
		expect((await readiness()).checks.ledger).toBe(false);
		expect((await people.put(loans(2))).status).toBe(503);
		expect((await people.sign(first)).status).toBe(503);
		await server.kill();
		// The next start finds it sound, or serves nothing but the page that says what to do.
		await begin();
		const { status, checks } = await readiness();
		if (status === 200) {
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((opened) => holds(opened, { receipts }));
		} else {
			expect([status, checks]).toEqual([503, { start: false }]);
			expect(await (await people.get('maker', '/filings')).text()).toContain('已发出的回执仍然有效');
		}
	});
});
