import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { makeBackup } from '#lib/server/keep/backup.ts';
import { restore } from '#lib/server/keep/restore.ts';
import { backupsOf } from '#lib/server/keep/shelf.ts';
import { lookOver, noteWhole } from '#lib/server/keep/start-check.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { anchorTrail } from '#lib/server/ledger/trail-keep.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { cut, sha256 } from './kept.ts';

// Protects what a start promises: a ledger that is not sound is opened by nobody and mended by nobody, and people are told.
let sound: string;
let dir: string;
const day = 86_400_000;
beforeAll(async () => {
	sound = mkdtempSync(join(tmpdir(), 'techfin-start-'));
	let time = Date.parse('2026-10-12T01:00:00Z');
	const ledger = openLedger(sound, { now: () => new Date(time) });
	for (let i = 0; i < 5; i += 1) {
		record(ledger, consoleAsker, 'parameter.set', `parameter:${i}`);
		time += day;
		anchorTrail(ledger);
	}
	record(ledger, consoleAsker, 'parameter.set', 'parameter:x');
	ledger.close();
	writeFileSync(join(sound, 'ready'), '');
	await makeBackup(sound, 'asked', () => new Date(time));
});
afterAll(() => rmSync(sound, { recursive: true, force: true }));

const servers: ChildProcess[] = [];
/** A copy of the sound ledger, to be spoilt. */
function spoilt(how: (db: BetterSqlite3.Database) => void = () => {}): void {
	dir = mkdtempSync(join(tmpdir(), 'techfin-spoilt-'));
	cpSync(sound, dir, { recursive: true });
	const db = new BetterSqlite3(join(dir, 'ledger.db'));
	db.pragma('journal_mode = delete');
	how(db);
	db.close();
}
afterEach(() => {
	for (const one of servers.splice(0)) one.kill('SIGKILL');
	rmSync(dir, { recursive: true, force: true });
});

/** Overwrites part of every page from the second on that holds rows of a table. */
function damage(table: string): void {
	const file = join(dir, 'ledger.db');
	const db = new BetterSqlite3(file, { readonly: true });
	const root = db.prepare('select rootpage from sqlite_schema where name = ?').pluck().get(table) as number;
	const size = db.pragma('page_size', { simple: true }) as number;
	db.close();
	const bytes = readFileSync(file);
	bytes.fill(0x5a, (root - 1) * size + 4, (root - 1) * size + 200);
	writeFileSync(file, bytes);
}

describe('E11: looking a ledger over before the start', () => {
	test('finds nothing wrong with a sound one, and changes nothing', () => {
		spoilt();
		const before = sha256(readFileSync(join(dir, 'ledger.db')));
		expect(lookOver(dir)).toEqual({ fault: null, whole: true });
		expect(sha256(readFileSync(join(dir, 'ledger.db')))).toBe(before);
	});

	test('looks through all of it once a week', () => {
		spoilt();
		const ledger = openLedger(dir);
		noteWhole(ledger);
		ledger.close();
		const later = (days: number) => lookOver(dir, new Date(Date.now() + days * day)).whole;
		expect([later(0), later(6), later(8)]).toEqual([false, false, true]);
	});

	test.each([
		['drop trigger audit_continues', '缺少触发器 audit_continues'],
		['drop index job_next', '缺少索引 job_next'],
		['create trigger mine before insert on job begin select 1; end', '多出触发器 mine'],
		['create table own (x)', '多出表 own'],
		['alter table job add column more text', '表 job被改动']
	])('notices %s', (sql, what) => {
		spoilt((db) => db.exec(sql));
		expect(lookOver(dir).fault).toMatchObject({
			check: 'schema',
			what: expect.stringContaining(what),
			remedy: expect.stringContaining('restore latest')
		});
	});

	test('notices a damaged page, a broken header, an emptied and a lost file', () => {
		spoilt();
		damage('audit');
		expect(lookOver(dir).fault).toMatchObject({ check: 'structure' });
		cut(join(dir, 'ledger.db'), 60);
		expect(lookOver(dir).fault).toMatchObject({ check: 'structure' });
		cut(join(dir, 'ledger.db'), 0);
		expect(lookOver(dir).fault).toMatchObject({ what: '账本文件是空的' });
		rmSync(join(dir, 'ledger.db'));
		expect(lookOver(dir).fault).toMatchObject({ what: '账本文件 ledger.db 不见了' });
		writeFileSync(join(dir, 'restoring'), '{}');
		expect(lookOver(dir).fault).toMatchObject({ check: 'exchange', what: '上一次恢复没有做完' });
	});

	test('notices that the trail was cut off or written anew behind its anchors', () => {
		const triggers = ['audit_is_append_only_update', 'audit_is_append_only_delete'];
		const tampered = (sql: string): void =>
			spoilt((db) => {
				const texts = triggers.map((name) =>
					db.prepare('select sql from sqlite_schema where name = ?').pluck().get(name)
				) as string[];
				for (const name of triggers) db.exec(`drop trigger ${name}`);
				db.exec(sql);
				for (const text of texts) db.exec(text);
			});
		tampered('delete from audit where seq > 4');
		expect(lookOver(dir).fault).toMatchObject({
			check: 'trail',
			what: expect.stringMatching(/止于第 4 条，而 2026-10-1\d 已留存到第 \d+ 条/)
		});
		rmSync(dir, { recursive: true });
		tampered(`update audit set hash = 'x' where seq = (select max(seq) from audit_anchor)`);
		expect(lookOver(dir).fault).toMatchObject({ check: 'trail', what: expect.stringContaining('摘要不符') });
	});

	test('finds its way after a sudden end: what waits in the log belongs to the ledger', () => {
		spoilt();
		const db = new BetterSqlite3(join(dir, 'ledger.db'));
		db.pragma('journal_mode = wal');
		db.exec(`insert into setting values ('late', '1')`);
		for (const name of ['ledger.db', 'ledger.db-wal']) cpSync(join(dir, name), join(dir, `${name}.now`));
		db.close();
		for (const name of ['ledger.db', 'ledger.db-wal']) cpSync(join(dir, `${name}.now`), join(dir, name));
		expect(lookOver(dir).fault).toBeNull();
		const ledger = openLedger(dir);
		expect(ledger.db.prepare(`select value from setting where key = 'late'`).pluck().get()).toBe('1');
		ledger.close();
	});
});

const freePort = (): Promise<number> =>
	new Promise((done) => {
		const server = createServer().listen(0, () => {
			const { port } = server.address() as { port: number };
			server.close(() => done(port));
		});
	});

/** Starts the server as an operator does, and waits until it answers or has ended. */
async function started(env: Record<string, string> = {}): Promise<{
	said: () => string;
	code: () => number | null;
	get: (path: string) => Promise<Response>;
}> {
	const port = await freePort();
	const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/serve.ts', 'serve'], {
		env: { ...process.env, TECHFIN_DATA: dir, PORT: String(port), HOST: '', ORIGIN: '', ...env }
	});
	servers.push(server);
	let said = '';
	for (const stream of [server.stdout, server.stderr])
		stream.on('data', (text: Buffer) => (said += text.toString()));
	const get = (path: string) =>
		fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } });
	await expect
		.poll(
			async () =>
				server.exitCode !== null ||
				(await get('/healthz').then(
					() => true,
					() => false
				)),
			{ timeout: 30_000, interval: 50 }
		)
		.toBe(true);
	return { said: () => said, code: () => server.exitCode, get };
}

describe('E11: a server whose ledger is not sound', () => {
	test(
		'lives, is not ready, and tells everybody what is safe and what to do',
		{ timeout: 60_000 },
		async () => {
			spoilt();
			damage('audit');
			const before = sha256(readFileSync(join(dir, 'ledger.db')));
			const { get, said } = await started();
			expect((await get('/healthz')).status).toBe(200);
			const ready = await get('/readyz');
			expect([ready.status, await ready.json()]).toEqual([
				503,
				{ ready: false, checks: { start: false }, start: 'structure' }
			]);
			for (const path of ['/', '/login', '/admin/operations', '/nowhere', '/filings/x/__data.json']) {
				const page = await get(path);
				const text = await page.text();
				expect([path, page.status, page.headers.get('retry-after')]).toEqual([path, 503, '600']);
				expect(text).toMatch(/系统暂停使用.*账本数据库.*没有打开账本，也没有作任何修复.*回执仍然有效/s);
				expect(text).toMatch(/核验通过的备份制作于 2026-10-17.*restore latest.*不会删除/s);
				expect(text).not.toContain(dir);
				expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
			}
			expect(said()).toMatch(/只提供维护页面/);
			expect(sha256(readFileSync(join(dir, 'ledger.db')))).toBe(before);
			// The operator does as told, and it is well.
			const done = await restore('latest', { shelf: backupsOf(dir), to: dir });
			expect(done.faults).toEqual([]);
			expect(lookOver(dir).fault).toBeNull();
		}
	);

	test(
		'E9: made by a newer version is not opened: it ends and says what to do',
		{ timeout: 60_000 },
		async () => {
			spoilt((db) => db.exec(`insert into migration values ('9999_later', 'x', '')`));
			const { code, said } = await started();
			expect(code()).toBe(2);
			expect(said()).toMatch(/不能启动：账本由更新的或另一版本的程序建立（9999_later）.*原有数据未受影响/);
		}
	);

	test('B11: served by another is left alone', { timeout: 60_000 }, async () => {
		spoilt();
		const release = lockServer({ dir });
		const { code, said } = await started();
		expect(code()).toBe(2);
		expect(said()).toContain('另一个服务正在使用数据目录');
		release();
	});

	test('E9: whose backup before an upgrade cannot be made is not upgraded', { timeout: 60_000 }, async () => {
		spoilt();
		const folder = join(dir, 'migrations');
		cpSync('drizzle/migrations', folder, { recursive: true });
		const text = 'create table later (id integer primary key) strict;\n';
		const journal = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8')) as unknown[];
		journal.push({ tag: '9999_later', sha256: createHash('sha256').update(text).digest('hex') });
		writeFileSync(join(folder, 'journal.json'), JSON.stringify(journal));
		writeFileSync(join(folder, '9999_later.sql'), text);
		mkdirSync(join(dir, 'x'));
		writeFileSync(join(dir, 'x', 'file'), '');
		const { code, said } = await started({
			TECHFIN_MIGRATIONS: folder,
			TECHFIN_BACKUPS: join(dir, 'x', 'file')
		});
		expect(code()).toBe(2);
		expect(said()).toMatch(/升级前备份失败，没有升级，原有数据未受影响/);
		expect(lookOver(dir).fault).toBeNull();
	});
});
