import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { seal } from '#lib/server/access/seal.ts';
import { makeBackup, type Made } from '#lib/server/keep/backup.ts';
import { backUp } from '#lib/server/keep/backup-run.ts';
import { backupKey } from '#lib/server/keep/cipher.ts';
import { alone } from '#lib/server/keep/copy.ts';
import { backupsOf, chosen, identityOf, namesOn, newestGood, shelved } from '#lib/server/keep/shelf.ts';
import { verifyBackup, type Verdict } from '#lib/server/keep/verify.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { archiveTrail } from '#lib/server/ledger/trail-keep.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { canary, cut, fileLoans, filesIn, filled, flipped, sha256 } from './kept.ts';
import type { Office } from './filer.ts';

// Protects promise 11: what is called a backup has been opened and found whole, and says so by itself.
let made: Office & { clock: { now: string } };
let dir: string;
let shelf: string;
let keys: string;
beforeAll(async () => {
	made = await filled();
	dir = made.ledger.dir;
	shelf = backupsOf(dir);
	keys = mkdtempSync(join(tmpdir(), 'techfin-keys-'));
	// An old entry in a file of its own, as there are after some years, and a sealed secret with its key.
	made.clock.now = '2030-01-10T01:00:00Z';
	archiveTrail(made.ledger);
	made.clock.now = '2030-01-11T01:00:00Z';
	seal(made.ledger, 'x', 'y');
});
afterAll(() => {
	made.close();
	rmSync(keys, { recursive: true, force: true });
});
afterEach(() => {
	delete process.env.TECHFIN_BACKUP_KEY;
});

let hour = 0;
/** Makes a backup, an hour after the one before. */
function make(): Promise<Made> {
	made.clock.now = new Date(Date.parse('2030-01-11T02:00:00Z') + (hour += 1) * 3_600_000).toISOString();
	return makeBackup(dir, 'asked', made.ledger.now);
}
const verify = (name: string): Promise<Verdict> =>
	alone(dir, (bench) => verifyBackup(shelf, name, backupKey(), bench));

function useKey(name: string): void {
	const file = join(keys, name);
	if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 });
	process.env.TECHFIN_BACKUP_KEY = file;
}

describe('a backup', () => {
	test('says what it holds, opens with ordinary tools, and never brings the main key', async () => {
		const { manifest } = await make();
		const folder = join(shelf, manifest.name);
		execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder, stdio: 'pipe' });
		const plain = zstdDecompressSync(readFileSync(join(folder, manifest.database.file)));
		expect(sha256(plain)).toBe(manifest.database.plain.sha256);
		const db = new BetterSqlite3(plain);
		expect(db.prepare('select count(*) from fact_corp_loan_stock').pluck().get()).toBe(120);
		db.close();
		expect(manifest).toMatchObject({
			format: 1,
			product: '0.1.0',
			ledger: identityOf(made.ledger),
			faults: [],
			contents: {
				tables: { fact_corp_loan_stock: 120, submission: 3 },
				files: { count: 3 },
				archives: { count: 1 },
				inForce: { count: 2 }
			}
		});
		expect(manifest.mainKey.print).toMatch(/^[0-9a-f]{16}$/);
		expect(manifest.mainKey.note).toContain('不含主密钥');
		const key = readFileSync(join(dir, 'keys', 'main'), 'utf8').trim();
		for (const name of filesIn(shelf)) {
			expect(name).not.toContain('keys');
			expect(readFileSync(join(shelf, name)).includes(key)).toBe(false);
		}
		expect(statSync(folder).mode & 0o077).toBe(0);
		expect(await verify(manifest.name)).toMatchObject({ faults: [] });
	});

	test('takes each filed file once', async () => {
		await make();
		expect((await make()).added).toBe(0);
		await fileLoans(made.ledger, '2026-09', 3000);
		expect((await make()).added).toBe(1);
		expect(filesIn(join(shelf, 'files'))).toHaveLength(4);
	});

	test('E7: of a ledger being written to is one moment of it', { timeout: 60_000 }, async () => {
		// Two rows a transaction, so that a copy of two moments would hold an odd one; and it must not begin anew for ever.
		const script = `const B = require('better-sqlite3'); const db = new B(${JSON.stringify(join(dir, 'ledger.db'))});
			db.pragma('synchronous = full'); db.pragma('busy_timeout = 5000'); let n = 0;
			const put = db.prepare("insert into parameter values ('x', ?, '2026-01-01', null, '1')");
			const both = db.transaction(() => { put.run('a' + n); put.run('b' + n); n += 1; });
			console.log('start'); for (;;) both.immediate();`;
		const writer = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((go) => writer.stdout.once('data', go));
		try {
			const first = await make();
			const second = await make();
			for (const { manifest } of [first, second]) {
				expect(manifest.faults).toEqual([]);
				expect(manifest.contents.tables.parameter! % 2).toBe(0);
			}
			expect(second.manifest.contents.tables.parameter).toBeGreaterThan(
				first.manifest.contents.tables.parameter!
			);
		} finally {
			writer.kill('SIGKILL');
			await new Promise((gone) => writer.once('close', gone));
		}
		made.ledger.db.exec(`delete from parameter where id = 'x'`);
	});

	test('with a key is unreadable without it, and a wrong key is told apart from damage', async () => {
		useKey('right');
		const { manifest, added } = await make();
		expect(added).toBe(filesIn(join(shelf, 'files')).length / 2 + 1);
		const own = [
			...filesIn(join(shelf, manifest.name)).map((name) => join(shelf, manifest.name, name)),
			...filesIn(shelf)
				.filter((name) => name.endsWith(manifest.encryption!.key))
				.map((name) => join(shelf, name))
		];
		expect(own.length).toBeGreaterThan(6);
		for (const path of own) expect(readFileSync(path).includes(canary)).toBe(false);
		expect(await verify(manifest.name)).toMatchObject({ faults: [] });
		useKey('wrong');
		expect((await verify(manifest.name)).faults).toEqual([
			expect.stringMatching(/另一把密钥.*文件本身没有问题/)
		]);
		delete process.env.TECHFIN_BACKUP_KEY;
		expect((await verify(manifest.name)).faults).toEqual([expect.stringContaining('没有给出密钥')]);
		// A new key stands beside the old one; older backups stay whole.
		useKey('wrong');
		const other = await make();
		expect((await verify(other.manifest.name)).faults).toEqual([]);
		useKey('right');
		expect((await verify(manifest.name)).faults).toEqual([]);
	});

	test.each(['plain', 'encrypted'])(
		'E8: %s, with one byte changed anywhere or its end cut off, is found out',
		{ timeout: 60_000 },
		async (form) => {
			if (form === 'encrypted') useKey('right');
			const { manifest } = await make();
			const { name, encryption } = manifest;
			const pieces = filesIn(shelf).filter((one) =>
				encryption ? one.endsWith(encryption.key) : /^(files|trail)\/.*([0-9a-f]{64}|\.gz)$/.test(one)
			);
			const subjects = [
				...filesIn(join(shelf, name)).map((one) => join(shelf, name, one)),
				join(
					shelf,
					pieces.find((one) => one.startsWith('files'))!
				),
				join(
					shelf,
					pieces.find((one) => one.startsWith('trail'))!
				)
			];
			expect(subjects).toHaveLength(5);
			const missed: string[] = [];
			const found = async (what: string, back: () => void): Promise<void> => {
				const { faults } = await verify(name);
				back();
				if (!faults.length) missed.push(what);
				// Never blamed on the key: that one is right.
				if (faults.some((fault) => fault.includes('密钥'))) missed.push(`${what} blames the key`);
			};
			for (const path of subjects) {
				chmodSync(path, 0o600);
				const { size } = statSync(path);
				for (const at of [0, 9, 20, 50, 70, Math.floor(size / 3), Math.floor(size / 2), size - 20, size - 1])
					if (at < size) await found(`${path} byte ${at}`, flipped(path, at));
				for (const length of [0, 40, Math.floor(size / 2), size - 1])
					await found(`${path} cut to ${length}`, cut(path, length));
			}
			expect(missed).toEqual([]);
			expect((await verify(name)).faults).toEqual([]);
		}
	);

	test(
		'B3: killed at any moment leaves no half of one, and the next clears what was left',
		{ timeout: 60_000 },
		async () => {
			const before = namesOn(shelf);
			const worker = (after: number): Promise<{ killed: boolean; took: number }> =>
				new Promise((gone) => {
					const started = performance.now();
					const child = spawn(
						process.execPath,
						['--no-warnings', 'src/lib/server/keep/backup-worker.ts', dir, 'asked'],
						{ stdio: 'ignore' }
					);
					const clock = setTimeout(() => child.kill('SIGKILL'), after);
					child.once('exit', (_code, signal) => {
						clearTimeout(clock);
						gone({ killed: signal === 'SIGKILL', took: performance.now() - started });
					});
				});
			const { took } = await worker(30_000);
			let killed = 0;
			for (const share of [0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
				if ((await worker(took * share)).killed) killed += 1;
			expect(killed).toBeGreaterThan(3);
			for (const name of namesOn(shelf).filter((one) => !before.includes(one)))
				expect((await verify(name)).faults).toEqual([]);
			await make();
			expect(existsSync(join(shelf, '.half'))).toBe(false);
			expect(existsSync(join(dir, 'copying'))).toBe(false);
		}
	);
});

describe('a backup of a ledger that is not sound', () => {
	test('B18: whose filed file is gone says which, is reported, and never stands for the last good one', async () => {
		const before = (await make()).manifest;
		await fileLoans(made.ledger, '2026-10', 4000);
		const sum = made.ledger.db
			.prepare('select sha256 from submission order by id desc')
			.pluck()
			.get() as string;
		const path = filePath(made.ledger, sum);
		const bytes = readFileSync(path);
		rmSync(path);
		const said = await backUp(made.ledger, made.analyst, 'asked');
		expect(said.faults).toEqual([`备份中缺少 files/${sum.slice(0, 2)}/${sum}`]);
		const entry = trailOf(made.ledger, `backup:${said.name}`)[0]!;
		expect([entry.action, entry.user, JSON.parse(entry.detail)]).toEqual([
			'backup.fail',
			made.analyst.user,
			{ faults: said.faults }
		]);
		expect(newestGood(dir)!.name).toBe(before.name);
		expect(chosen('latest', shelf, null).name).toBe(before.name);
		// It still holds what the ledger had: nothing is wrong with it beyond that.
		expect((await verify(said.name)).faults).toEqual([]);
		writeFileSync(path, bytes, { mode: 0o444 });
		expect((await make()).manifest.faults).toEqual([]);
		// Once backed up, a file may be lost: the backups have it.
		rmSync(path);
		expect((await make()).manifest.faults).toEqual([]);
		writeFileSync(path, bytes, { mode: 0o444 });
	});

	test('whose trail was tampered with says at which entry', async () => {
		const { db } = made.ledger;
		const seq = db.prepare('select max(seq) - 2 from audit').pluck().get() as number;
		const row = db.prepare('select detail from audit where seq = ?').pluck().get(seq);
		const trigger = db
			.prepare(`select sql from sqlite_schema where name = 'audit_is_append_only_update'`)
			.pluck()
			.get() as string;
		db.exec('drop trigger audit_is_append_only_update');
		db.prepare(`update audit set detail = '{}' where seq = ?`).run(seq);
		expect((await make()).manifest.faults).toEqual([
			expect.stringMatching(new RegExp(`审计记录第 ${seq} 条起不可信：内容与其摘要不符`))
		]);
		db.prepare('update audit set detail = ? where seq = ?').run(row, seq);
		db.exec(trigger);
		expect((await make()).manifest.faults).toEqual([]);
	});

	test('that cannot be written is reported with a sentence, and what there was stays', async () => {
		const before = shelved(shelf).length;
		const file = join(keys, 'not-a-folder');
		mkdirSync(file);
		writeFileSync(join(file, 'x'), '');
		process.env.TECHFIN_BACKUPS = join(file, 'x');
		try {
			await expect(backUp(made.ledger, consoleAsker, 'hourly')).rejects.toThrow(
				/备份没有做成：路径中有一级不是目录/
			);
		} finally {
			delete process.env.TECHFIN_BACKUPS;
		}
		expect(trailOf(made.ledger, 'backup:hourly')[0]!.action).toBe('backup.fail');
		expect(shelved(shelf)).toHaveLength(before);
		expect(readdirSync(shelf)).not.toContain('.half');
	});
});
