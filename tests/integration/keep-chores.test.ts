import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { createUser, keptUser } from '#lib/server/access/accounts.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { backUp } from '#lib/server/keep/backup-run.ts';
import { askFor, choreBusy, chores, choresOf, startChores } from '#lib/server/keep/chores.ts';
import { choreState, noteChore, type ChoreId } from '#lib/server/keep/chore-state.ts';
import { prune } from '#lib/server/keep/prune.ts';
import { backupsOf, namesOn, newestGood } from '#lib/server/keep/shelf.ts';
import { declareDemo } from '#lib/server/ledger/open.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { beginChore, operationsPage } from '#lib/server/pages/admin-operations.ts';
import { readiness } from '#lib/server/pages/readiness.ts';
import { office, type Office } from './filer.ts';

let made: Office & { clock: { now: string } };
let stops: (() => Promise<void>)[] = [];
beforeEach(() => {
	made = office({ now: '2026-10-12T01:00:00.000Z' });
});
afterEach(async () => {
	delete process.env.TECHFIN_BACKUPS;
	for (const stop of stops) await stop();
	stops = [];
	made.close();
});

const begun = (): void => {
	stops.push(startChores(made.ledger, { every: 20, after: 0 }));
};
const states = () =>
	Object.fromEntries(choresOf(made.ledger).map((id) => [id, choreState(made.ledger, id)?.ok ?? null]));
const settled = (id: ChoreId) =>
	expect.poll(() => choreState(made.ledger, id), { timeout: 20_000, interval: 50 }).not.toBeNull();
const system: Asker = {
	...consoleAsker,
	user: null as never,
	role: 'system',
	clearance: 1,
	rawRead: false,
	proof: { at: '9999', second: true }
};

describe('what is done by the clock', () => {
	test(
		'is made up for at the start, then done when its time comes, and only then',
		{ timeout: 60_000 },
		async () => {
			await createUser(made.ledger, {
				username: 'zhang',
				name: '张三',
				role: 'analyst',
				password: 'Right-horse-7'
			});
			made.clock.now = '2027-03-01T01:00:00Z';
			begun();
			await settled('compare');
			expect(states()).toEqual({
				anchor: true,
				backup: true,
				dormant: true,
				archive: true,
				prune: true,
				compare: true
			});
			expect(readFileSync(join(made.ledger.dir, 'anchors.jsonl'), 'utf8')).toContain('"day":"2027-02-28"');
			expect(keptUser(made.ledger, 'zhang')!.disabled).toBe(1);
			expect(namesOn(backupsOf(made.ledger.dir))).toHaveLength(1);
			const made1 = trailOf(made.ledger, null, 1000).filter(({ action }) => action === 'backup.make');
			expect(made1).toHaveLength(1);
			const before = choreState(made.ledger, 'backup')!;
			made.clock.now = '2027-03-01T01:04:59Z';
			await new Promise((wait) => setTimeout(wait, 150));
			expect(choreState(made.ledger, 'backup')).toEqual(before);
			made.clock.now = '2027-03-01T01:05:00Z';
			await expect
				.poll(() => choreState(made.ledger, 'backup')!.due, { timeout: 20_000, interval: 50 })
				.toBe('2027-03-01T01:05:00.000Z');
		}
	);

	test('a failure is told and tried again, and holds up nothing else', { timeout: 60_000 }, async () => {
		const file = join(made.ledger.dir, 'file');
		writeFileSync(file, '');
		process.env.TECHFIN_BACKUPS = join(file, 'backups');
		begun();
		await settled('compare');
		expect(states()).toMatchObject({ anchor: true, backup: false, compare: true });
		expect(choreState(made.ledger, 'backup')).toMatchObject({
			said: expect.stringContaining('备份没有做成'),
			again: '2026-10-12T01:10:00.000Z'
		});
		delete process.env.TECHFIN_BACKUPS;
		made.clock.now = '2026-10-12T01:10:00Z';
		await expect
			.poll(() => choreState(made.ledger, 'backup')!.ok, { timeout: 20_000, interval: 50 })
			.toBe(true);
	});

	test('stops at once, in the middle of it, and leaves nothing half', { timeout: 60_000 }, async () => {
		for (const id of choresOf(made.ledger))
			noteChore(made.ledger, id, { at: '2026', due: made.clock.now, ok: true, said: '' });
		begun();
		askFor('backup', made.analyst);
		expect(choreBusy()).toBe('backup');
		expect(() => askFor('compare', made.analyst)).toThrow('稍后再试');
		await stops.pop()!();
		expect(choreBusy()).toBeNull();
		expect(namesOn(backupsOf(made.ledger.dir))).toEqual([]);
		expect(trailOf(made.ledger, 'backup:asked')).toEqual([]);
	});

	test('in a demonstration is little: no account is closed, no anchor written, no backup made', () => {
		declareDemo(made.ledger);
		expect(choresOf(made.ledger)).toEqual(['prune', 'compare']);
		expect(Object.keys(chores).sort()).toEqual(
			['anchor', 'archive', 'backup', 'compare', 'dormant', 'prune'].sort()
		);
	});

	test('removes jobs and halves of files that are old, and no others', () => {
		const { db, dir } = made.ledger;
		const job = db.prepare(`insert into job (kind, payload, state, runAt) values ('check', '{}', ?, ?)`);
		for (const state of ['done', 'failed', 'queued'])
			for (const at of ['2026-01-01T00:00:00Z', '2026-09-01T00:00:00Z', '2026-10-11T00:00:00Z'])
				job.run(state, at);
		for (const name of ['old', 'new']) writeFileSync(join(dir, 'tmp', name), '');
		mkdirSync(join(dir, 'tmp', 'folder'));
		const long = new Date(Date.now() - 2 * 86_400_000);
		for (const name of ['old', 'folder']) utimesSync(join(dir, 'tmp', name), long, long);
		expect(prune(made.ledger)).toEqual({ jobs: 3, files: 2 });
		expect(db.prepare('select state, count(*) from job group by state order by state').raw().all()).toEqual([
			['done', 1],
			['failed', 2],
			['queued', 3]
		]);
		expect(existsSync(join(dir, 'tmp', 'new'))).toBe(true);
		rmSync(join(dir, 'tmp', 'new'));
	});
});

describe('E11: readiness', () => {
	const ready = (uptime = 60) => readiness(() => made.ledger, uptime);
	const failing = async (uptime?: number): Promise<string[]> =>
		Object.entries((await ready(uptime)).checks)
			.filter(([, well]) => !well)
			.map(([name]) => name);

	beforeEach(() => {
		stops.push(startJobs(made.ledger, { every: 60_000 }));
		begun();
		for (const id of choresOf(made.ledger))
			noteChore(made.ledger, id, { at: '', due: made.clock.now, ok: true, said: '' });
	});

	test('is there when all is well', async () => {
		expect(await ready()).toMatchObject({ ready: true });
	});

	test('is lost while another holds the ledger, and nobody waits long to hear it', async () => {
		const script = `const B = require('better-sqlite3'); const db = new B(${JSON.stringify(join(made.ledger.dir, 'ledger.db'))});
			db.exec('begin immediate'); console.log('held'); setInterval(() => {}, 1000)`;
		const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((held) => holder.stdout.once('data', held));
		const started = performance.now();
		expect(await failing()).toEqual(['writable']);
		expect(performance.now() - started).toBeLessThan(1000);
		holder.kill('SIGKILL');
		await new Promise((gone) => holder.once('close', gone));
		expect(await failing()).toEqual([]);
	});

	test('is lost without background work, with another schema, or a comparison that differs', async () => {
		await stops.shift()!();
		expect(await failing()).toEqual(['work']);
		stops.push(startJobs(made.ledger, { every: 60_000 }));
		const trigger = made.ledger.db
			.prepare(`select sql from sqlite_schema where name = 'audit_continues'`)
			.pluck()
			.get() as string;
		made.ledger.db.exec('drop trigger audit_continues');
		expect(await failing()).toEqual(['schema']);
		made.ledger.db.exec(trigger);
		noteChore(made.ledger, 'compare', { at: '', due: made.clock.now, ok: false, said: '不一致' });
		expect(await failing()).toEqual(['comparison']);
	});

	test('is lost when the newest good backup is three hours old, unless the server has just started', async () => {
		await backUp(made.ledger, consoleAsker, 'hourly');
		await stops.pop()!();
		const newest = Date.parse(newestGood(made.ledger.dir)!.madeAt);
		const after = (hours: number) => (made.clock.now = new Date(newest + hours * 3_600_000).toISOString());
		after(2.99);
		expect(await failing(3600)).toEqual([]);
		after(3);
		expect(await failing(3600)).toEqual(['backup']);
		expect(await failing(60)).toEqual([]);
		rmSync(backupsOf(made.ledger.dir), { recursive: true });
		expect(await failing(3600)).toEqual(['backup']);
		declareDemo(made.ledger);
		expect(await failing(3600)).toEqual([]);
	});

	test('is lost when the ledger cannot be opened', async () => {
		const { checks } = await readiness(() => {
			throw new Error('no ledger');
		});
		expect(checks).toMatchObject({
			ledger: false,
			writable: false,
			disk: false,
			schema: false,
			backup: false
		});
	});
});

describe('the operations page', () => {
	test(
		'shows backups, their age and what is due; begins one for the system administrator alone',
		{ timeout: 60_000 },
		async () => {
			for (const id of choresOf(made.ledger))
				noteChore(made.ledger, id, { at: made.clock.now, due: made.clock.now, ok: true, said: '好' });
			begun();
			const id = Number(
				made.ledger.db
					.prepare(
						`insert into user (username, name, role, clearance, password, createdAt) values ('sys', '管', 'system', 1, '*', '')`
					)
					.run().lastInsertRowid
			);
			const own = { ...system, user: id };
			expect((await operationsPage(made.ledger, own)).backups).toMatchObject({
				count: 0,
				age: '没有',
				late: true
			});
			expect(() => beginChore(made.ledger, made.analyst, 'backup')).toThrow('没有找到');
			expect(() => beginChore(made.ledger, { ...own, proof: undefined as never }, 'backup')).toThrow(
				'再次验证'
			);
			expect(() => beginChore(made.ledger, own, 'anchor')).toThrow('没有这项任务');
			expect(beginChore(made.ledger, own, 'backup')).toContain('备份已开始');
			await expect.poll(choreBusy, { timeout: 20_000, interval: 50 }).toBeNull();
			const newest = newestGood(made.ledger.dir)!;
			expect(trailOf(made.ledger, `backup:${newest.name}`)[0]).toMatchObject({
				action: 'backup.make',
				user: id
			});
			made.clock.now = new Date(Date.parse(newest.madeAt) + 5 * 60_000).toISOString();
			const page = await operationsPage(made.ledger, own);
			expect(page.backups).toMatchObject({ count: 1, age: '5 分钟前', late: false });
			expect(page.backups.rows[0]!.cells).toMatchObject({
				kind: '手动',
				verified: { text: '通过' },
				locked: '未加密'
			});
			expect(page.clockwork.map(({ key }) => key)).toEqual(choresOf(made.ledger));
		}
	);
});
