import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { examine, pageOf } from '#lib/server/doctor/doctor.ts';
import { folderLines } from '#lib/server/doctor/folder.ts';
import type { Line } from '#lib/server/doctor/line.ts';
import { browserLine, fontLine, sampleWorkbook, workbookLine } from '#lib/server/doctor/samples.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { makeBackup } from '#lib/server/keep/backup.ts';
import { noteChore } from '#lib/server/keep/chore-state.ts';
import { backupsOf, namesOn } from '#lib/server/keep/shelf.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { usccOf } from './filer.ts';
import { canary, cut, filled, filesIn, sha256 } from './kept.ts';

// Protects the page an operator sends to the help desk: it finds what is wrong, says what to do, changes nothing, and gives nobody away.
const hour = 3_600_000;
let sound: string;
let dir: string;
let parent: string;
const path = process.env.PATH;

beforeAll(async () => {
	parent = mkdtempSync(join(tmpdir(), 'techfin-doctor-'));
	const made = await filled({ now: new Date().toISOString() });
	made.ledger.close();
	sound = join(parent, 'sound');
	cpSync(made.ledger.dir, sound, { recursive: true });
	chmodSync(sound, 0o700);
	made.close();
	writeFileSync(join(sound, 'ready'), '');
	await makeBackup(sound, 'asked');
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const servers: Server[] = [];
beforeEach(() => {
	dir = join(mkdtempSync(join(parent, 'x-')), 'ledger');
	cpSync(sound, dir, { recursive: true });
	chmodSync(dir, 0o700);
	for (const [name, value] of Object.entries({
		TZ: 'Asia/Shanghai',
		TECHFIN_DATA: dir,
		ORIGIN: 'https://techfin.example.gov.cn',
		PORT: '3411',
		// Neither a browser nor timedatectl is started for what has nothing to do with them.
		PATH: '/nowhere'
	}))
		vi.stubEnv(name, value);
});
afterEach(() => {
	for (const one of servers.splice(0)) one.close();
	vi.unstubAllEnvs();
});

/** The lines about one thing. */
async function found(what: string, now?: Date): Promise<Line[]> {
	const { parts } = await examine(now);
	return parts.flatMap(({ lines }) => lines).filter((line) => line.what === what);
}
const spoil = (how: (db: BetterSqlite3.Database) => void): void => {
	const db = new BetterSqlite3(join(dir, 'ledger.db'));
	db.pragma('journal_mode = delete');
	how(db);
	db.close();
};
const wrongly = (said: RegExp) => [
	expect.objectContaining({ verdict: 'wrong', found: expect.stringMatching(said) })
];
const listening = (server: Server): Promise<number> =>
	new Promise((done) => {
		servers.push(server);
		server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
	});

test('E11: a sound installation has no fault; the page names nobody and no figure, and the ledger stays as it was', async () => {
	vi.stubEnv('PATH', path);
	const before = sha256(readFileSync(join(dir, 'ledger.db')));
	const examined = await examine();
	const lines = examined.parts.flatMap((part) => part.lines);
	expect(lines.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
	expect(
		lines.filter(({ what }) => ['账本', '审计链', '最近备份', '升级', '图片字体', '工作簿'].includes(what))
	).toEqual(Array(6).fill(expect.objectContaining({ verdict: 'well' })));
	const page = pageOf(examined).join('\n');
	for (const secret of [canary, usccOf(1), usccOf(100), '甲银行', '甲行', 'maker', 'BKA'])
		expect(page).not.toContain(secret);
	expect(page).toMatch(/没有发现错误/);
	expect(page.split('\n').length).toBeLessThan(60);
	expect(sha256(readFileSync(join(dir, 'ledger.db')))).toBe(before);
	expect(filesIn(dir).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(
		filesIn(sound).filter((name) => !/-(wal|shm)$/.test(name))
	);
});

test('E11: at the console it ends by what it found, as a page, a file or JSON', () => {
	const cli = (...args: string[]) =>
		spawnSync(
			process.execPath,
			['--disable-warning=ExperimentalWarning', resolve('src/cli.ts'), 'doctor', '--data', dir, ...args],
			{ encoding: 'utf8', env: process.env }
		);
	const out = join(dir, '..', 'page.txt');
	expect(cli('--out', out)).toMatchObject({ status: 0, stdout: expect.stringContaining(`已存为 ${out}`) });
	expect(readFileSync(out, 'utf8')).toMatch(/^科创金融监测平台　系统检查单/);
	cut(join(dir, 'ledger.db'), 60);
	const bad = cli('--json');
	expect([bad.status, bad.stderr]).toEqual([1, '']);
	const { parts } = JSON.parse(bad.stdout) as { parts: { lines: Line[] }[] };
	expect(parts.flatMap(({ lines }) => lines).find(({ what }) => what === '账本')).toMatchObject({
		verdict: 'wrong',
		remedy: expect.stringContaining('restore latest')
	});
}, 60_000);

describe('E11: a ledger that is not sound', () => {
	test.each([
		['账本', /已损坏|不能读取/, () => cut(join(dir, 'ledger.db'), 8192)],
		['账本', /不见了/, () => rmSync(join(dir, 'ledger.db'))],
		['账本', /缺少触发器/, () => spoil((db) => db.exec('drop trigger audit_continues'))],
		[
			'账本',
			/更新的或另一版本/,
			() => spoil((db) => db.exec(`insert into migration values ('9999_later', 'x', '')`))
		],
		[
			'审计链',
			/第 2 条起不可信/,
			() =>
				spoil((db) => {
					const name = 'audit_is_append_only_update';
					const text = db.prepare('select sql from sqlite_schema where name = ?').pluck().get(name) as string;
					db.exec(`drop trigger ${name}; update audit set detail = '{}' where seq = 2; ${text}`);
				})
		],
		[
			'主密钥',
			/能被他人读取/,
			() => {
				vi.stubEnv('TECHFIN_KEY', join(dir, '..', 'key'));
				writeFileSync(join(dir, '..', 'key'), 'x'.repeat(40), { mode: 0o644 });
			}
		],
		[
			'汇总核对',
			/不一致/,
			() => {
				const ledger = openLedger(dir);
				noteChore(ledger, 'compare', { at: '', due: '', ok: false, said: 'cube' });
				ledger.close();
			}
		],
		['目录权限', /权限 755/, () => chmodSync(dir, 0o755)]
	])('%s: %s', async (what, said, how) => {
		how();
		expect(await found(what)).toEqual(wrongly(said));
	});

	test('that is not there yet is no fault, nor is a folder that is not', async () => {
		rmSync(dir, { recursive: true });
		const { parts } = await examine();
		const lines = parts.flatMap((part) => part.lines);
		expect(lines.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
		expect(lines.find(({ what }) => what === '账本')).toMatchObject({ verdict: 'note', found: '还没有账本' });
	});
});

test('E8: backups: none, none that is whole, one that grows old', async () => {
	const after = (hours: number) => new Date(Date.now() + hours * hour);
	expect((await found('最近备份', after(4)))[0]).toMatchObject({
		verdict: 'note',
		found: expect.stringContaining('4 小时前')
	});
	expect((await found('最近备份', after(80)))[0]).toMatchObject({
		verdict: 'wrong',
		found: expect.stringContaining('3 天前')
	});
	const shelf = backupsOf(dir);
	const [name] = namesOn(shelf);
	cpSync(join(shelf, name!), join(shelf, '29990101-000000-asked'), { recursive: true });
	writeFileSync(join(shelf, '29990101-000000-asked', 'manifest.json'), '{');
	expect(await found('最近备份')).toEqual(wrongly(/最新一份不合格；此前合格的/));
	rmSync(shelf, { recursive: true });
	expect((await found('最近备份'))[0]).toMatchObject({
		verdict: 'note',
		remedy: expect.stringContaining('backup')
	});
});

test('B16: a clock behind what the ledger remembers', async () => {
	expect(await found('系统时钟', new Date(Date.now() - 24 * hour))).toEqual(
		wrongly(/早于.*最后一条审计记录/)
	);
});

test('E10: settings that are wrong are named, one that is unknown is too, and a secret is not printed', async () => {
	vi.stubEnv('ORIGIN', 'http://techfin.example.gov.cn');
	vi.stubEnv('OIDC_CLIENT_SECRET', 'do-not-print-me');
	vi.stubEnv('TECHFIN_BACKUP', '/mnt/x');
	const examined = await examine();
	const lines = examined.parts.flatMap((part) => part.lines).filter(({ what }) => what === '设置');
	expect(lines.map(({ verdict }) => verdict)).toEqual(['well', 'wrong', 'note']);
	expect(lines[1]!.found).toMatch(/ORIGIN：应为 https/);
	expect(lines[2]!.found).toMatch(/不认得 TECHFIN_BACKUP，/);
	expect(JSON.stringify(examined)).not.toContain('do-not-print-me');
});

describe('E11: the service', () => {
	test('that could not start, for its port is taken', async () => {
		vi.stubEnv('PORT', String(await listening(createServer())));
		expect(await found('服务')).toEqual(wrongly(/已被其他程序占用/));
	});

	test.each([
		[{ ledger: true, backup: false }, 'wrong', /未就绪：备份过旧/],
		[{ ledger: true }, 'well', /已就绪/]
	])('that runs says itself how it is: %j', async (checks, verdict, said) => {
		const server = createServer((_, response) => response.end(JSON.stringify({ ready: false, checks })));
		vi.stubEnv('PORT', String(await listening(server)));
		const release = lockServer({ dir });
		expect(await found('服务')).toEqual([
			expect.objectContaining({ verdict, found: expect.stringMatching(said) })
		]);
		release();
	});

	test('that holds the folder and does not answer', async () => {
		const release = lockServer({ dir });
		expect(await found('服务')).toEqual(wrongly(/没有应答/));
		release();
	});
});

test('B5, B6: disks a ledger is not safe on', () => {
	const stat = statfsSync(dir);
	const of = (what: string, with_: object) =>
		folderLines(dir, [], { ...stat, ...with_ }).find((line) => line.what === what)!.verdict;
	expect(of('磁盘类型', { type: 0x6969 })).toBe('wrong');
	expect(of('磁盘类型', { type: 0xef53 })).toBe('well');
	expect(of('磁盘空间', { bavail: 1024 ** 2, bsize: 4096 })).toBe('note');
	expect(of('文件数', { files: 1_000_000, ffree: 5_000 })).toBe('wrong');
	expect(of('文件数', { files: 0, ffree: 0 })).toBe('well');
});

test('E13: fonts that draw boxes, a workbook that comes back otherwise, a browser missing or broken', async () => {
	expect(fontLine('监测').verdict).toBe('well');
	expect(fontLine('监\u{10FFFC}').verdict).toBe('wrong');
	expect((await workbookLine()).verdict).toBe('well');
	expect((await workbookLine(await sampleWorkbook('1234567.88'))).verdict).toBe('wrong');
	expect((await workbookLine((await sampleWorkbook()).subarray(0, 2000))).verdict).toBe('wrong');
	expect((await browserLine('/nowhere')).found).toMatch(/未启用.*apt install chromium/);
	const bin = mkdtempSync(join(parent, 'bin-'));
	writeFileSync(join(bin, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
	expect(await browserLine(bin)).toMatchObject({ verdict: 'note', found: expect.stringContaining('失败') });
});
