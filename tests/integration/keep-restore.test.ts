import { spawn } from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	watch,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUser } from '#lib/server/access/accounts.ts';
import { seal, unseal } from '#lib/server/access/seal.ts';
import { sessionOf, signIn } from '#lib/server/access/sessions.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { makeBackup } from '#lib/server/keep/backup.ts';
import { writeManifest, type Manifest } from '#lib/server/keep/manifest.ts';
import { restore, type Restored } from '#lib/server/keep/restore.ts';
import { backupsOf, glance } from '#lib/server/keep/shelf.ts';
import { lookOver } from '#lib/server/keep/start-check.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { rowCounts } from '#lib/server/ledger/migrate.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { anchorTrail } from '#lib/server/ledger/trail-keep.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import type { Office } from './filer.ts';
import { cut, fileLoans, filesIn, filled, flipped, sha256 } from './kept.ts';

// Protects promise 11: what was backed up can be had again, and what stands is touched only when that is certain.
let made: Office & { clock: { now: string } };
let dir: string;
let shelf: string;
let elsewhere: string;
const clock = { now: '2026-10-12T01:00:00Z' };
const now = (): Date => new Date(clock.now);

beforeEach(async () => {
	clock.now = '2026-10-12T01:00:00Z';
	made = await filled(clock);
	dir = made.ledger.dir;
	shelf = backupsOf(dir);
	elsewhere = mkdtempSync(join(tmpdir(), 'techfin-elsewhere-'));
});
afterEach(() => {
	delete process.env.TECHFIN_ANCHORS;
	made.close();
	rmSync(elsewhere, { recursive: true, force: true });
});

const make = async (): Promise<Manifest> => (await makeBackup(dir, 'asked', now)).manifest;
const back = (word: string, to = dir): Promise<Restored> => restore(word, { shelf, to, now });

function reading<T>(folder: string, read: (ledger: Ledger) => T): T {
	const ledger = openLedger(folder, { now });
	try {
		return read(ledger);
	} finally {
		ledger.close();
	}
}

/** Everything that must not change when a restoration is refused. */
const standing = (): string[] =>
	[...filesIn(join(dir, 'files')), 'ledger.db'].map((name) =>
		sha256(readFileSync(name === 'ledger.db' ? join(dir, name) : join(dir, 'files', name)))
	);

describe('E8: restoring', () => {
	test('the newest and one of a week ago brings back each as it was, and puts aside what stood', async () => {
		const first = await make();
		clock.now = '2026-10-19T01:00:00Z';
		await fileLoans(made.ledger, '2026-09', 3000);
		const second = await make();
		clock.now = '2026-10-19T02:00:00Z';
		await fileLoans(made.ledger, '2026-10', 4000);
		made.ledger.close();
		const files = filesIn(join(dir, 'files'));

		const newest = await back('latest');
		expect(newest).toMatchObject({ backup: second.name, later: 1, files: 4, mainKey: true, faults: [] });
		const expected = (of: Manifest) => {
			const { audit: _, ...tables } = of.contents.tables;
			return tables;
		};
		reading(dir, (ledger) => {
			expect(rowCounts(ledger.db)).toMatchObject(expected(second));
			const { entries, broken } = verifyTrail(ledger);
			expect([broken, entries]).toEqual([null, second.contents.audit.seq + 1]);
			expect(trailOf(ledger, `backup:${second.name}`)[0]).toMatchObject({
				action: 'backup.restore',
				seq: second.contents.audit.seq + 1
			});
		});
		// What stood before is whole, and lies aside.
		expect(filesIn(join(newest.aside!, 'files'))).toEqual(files);
		reading(newest.aside!, (old) => {
			expect(rowCounts(old.db).submission).toBe(5);
			expect(old.db.pragma('integrity_check', { simple: true })).toBe('ok');
		});

		const older = await back(first.name);
		expect(older).toMatchObject({ backup: first.name, madeAt: first.madeAt, files: 3 });
		expect(older.aside).not.toBe(newest.aside);
		reading(dir, (ledger) => {
			expect(rowCounts(ledger.db)).toMatchObject(expected(first));
			expect(verifyTrail(ledger).broken).toBeNull();
		});
		expect(lookOver(dir).fault).toBeNull();
	});

	test('needs nothing but the folder of backups, and says when the main key is not there', async () => {
		seal(made.ledger, 'about', 'secret');
		const sealed = seal(made.ledger, 'about', 'secret');
		await make();
		const before = readdirSync(elsewhere);
		expect(before).toEqual([]);
		const done = await back('latest', join(elsewhere, 'new'));
		expect(done).toMatchObject({ aside: null, mainKey: false });
		expect(filesIn(join(elsewhere, 'new', 'files'))).toEqual(filesIn(join(dir, 'files')));
		reading(join(elsewhere, 'new'), (ledger) => {
			expect(verifyTrail(ledger).broken).toBeNull();
			expect(() => unseal(ledger, 'about', sealed)).toThrow('cannot be opened');
		});
		// In its own place the key has stayed where it was.
		made.ledger.close();
		expect((await back('latest')).mainKey).toBe(true);
		expect(reading(dir, (ledger) => unseal(ledger, 'about', sealed))).toBe('secret');
	});

	test('ends sessions and links that were ended or used since', async () => {
		await createUser(made.ledger, {
			username: 'zhang',
			name: '张三',
			role: 'analyst',
			password: 'Right-horse-7'
		});
		const entered = await signIn(made.ledger, { username: 'zhang', password: 'Right-horse-7' });
		const { token } = entered as { token: string };
		expect(sessionOf(made.ledger, token)).toHaveProperty('asker');
		await make();
		made.ledger.close();
		await back('latest');
		expect(reading(dir, (ledger) => sessionOf(ledger, token))).toEqual({ ended: 'revoked' });
	});

	test('agrees with heads anchored on another machine since, and shows that it was done', async () => {
		process.env.TECHFIN_ANCHORS = join(elsewhere, 'anchors.jsonl');
		clock.now = '2026-10-13T01:00:00Z';
		anchorTrail(made.ledger);
		const backup = await make();
		clock.now = '2026-10-14T01:00:00Z';
		await fileLoans(made.ledger, '2026-09', 3000);
		anchorTrail(made.ledger);
		made.ledger.close();
		await back('latest');
		reading(dir, (ledger) => expect(verifyTrail(ledger)).toMatchObject({ broken: null, restored: 1 }));
		// It goes on past the entries that were lost.
		const going = openLedger(dir, { now });
		await fileLoans(going, '2026-09', 3100);
		clock.now = '2026-10-15T01:00:00Z';
		anchorTrail(going);
		await fileLoans(going, '2026-10', 3200);
		expect(verifyTrail(going)).toMatchObject({ broken: null, restored: 1 });
		expect(lookOver(dir, now()).fault).toBeNull();
		going.close();
		// Somebody who puts an old copy in place by hand has no such entry.
		const seq = backup.contents.audit.seq;
		const line = JSON.stringify({ restored: clock.now, seq: seq - 1, hash: 'x' });
		const file = readFileSync(process.env.TECHFIN_ANCHORS, 'utf8');
		appendFileSync(process.env.TECHFIN_ANCHORS, `${line}\n`);
		reading(dir, (ledger) => expect(verifyTrail(ledger).broken).not.toBeNull());
		writeFileSync(process.env.TECHFIN_ANCHORS, file);
		reading(dir, (ledger) => expect(verifyTrail(ledger).broken).toBeNull());
	});

	test('works where the ledger is damaged or gone, and where a file of it is', async () => {
		await make();
		made.ledger.close();
		const [name] = filesIn(join(dir, 'files'));
		rmSync(join(dir, 'files', name!));
		cut(join(dir, 'ledger.db'), 5000);
		expect(lookOver(dir).fault).toMatchObject({ check: 'structure' });
		const done = await back('latest');
		expect(done.files).toBe(3);
		expect(lookOver(dir).fault).toBeNull();
		expect(filesIn(join(dir, 'files'))).toContain(name);
		rmSync(join(dir, 'ledger.db'));
		expect(lookOver(dir).fault).toMatchObject({ what: '账本文件 ledger.db 不见了' });
		await back('latest');
		reading(dir, (ledger) => expect(rowCounts(ledger.db).submission).toBe(3));
	});
});

describe('E8: restoring is refused with a reason, and nothing is touched,', () => {
	const refused = async (word: string, sentence: RegExp): Promise<void> => {
		const before = standing();
		await expect(back(word)).rejects.toThrow(sentence);
		expect(standing()).toEqual(before);
		expect(readdirSync(dir).filter((name) => /aside|incoming|restoring/.test(name))).toEqual([]);
	};

	test('while a server runs on the folder', async () => {
		await make();
		const release = lockServer({ dir });
		try {
			await refused('latest', /服务正在使用.*请先停止服务.*原有数据未受影响/);
		} finally {
			release();
		}
	});

	test('while another program has the ledger open', async () => {
		await make();
		const script = `const B = require('better-sqlite3'); const db = new B(${JSON.stringify(join(dir, 'ledger.db'))});
			db.prepare('select count(*) from audit').get(); console.log('open'); setInterval(() => {}, 1000)`;
		const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((open) => other.stdout.once('data', open));
		made.ledger.close();
		try {
			await expect(back('latest')).rejects.toThrow(/另一个程序.*正打开着.*原有数据未受影响/);
		} finally {
			other.kill('SIGKILL');
			await new Promise((gone) => other.once('close', gone));
		}
		expect((await back('latest')).files).toBe(3);
	});

	test('from a backup with a byte changed or its end cut off, wherever that is', async () => {
		const { name, database } = await make();
		made.ledger.close();
		// Only the backups have the files: the ledger's own are gone.
		rmSync(join(dir, 'files'), { recursive: true });
		const piece = filesIn(join(shelf, 'files'))[0]!;
		for (const [path, sentence] of [
			[join(shelf, name, 'manifest.json'), /清单已损坏/],
			[join(shelf, name, 'SHA256SUMS'), /清单已损坏/],
			[join(shelf, name, database.file), /已损坏/],
			[join(shelf, 'files', piece), /核验未通过.*与其摘要不符|长度不对/]
		] as const)
			for (const change of [
				() => flipped(path, 30),
				() => flipped(path, readFileSync(path).length - 3),
				() => cut(path, readFileSync(path).length - 1)
			]) {
				const undo = change();
				await expect(back(name), path).rejects.toThrow(sentence);
				await expect(back(name), path).rejects.toThrow('原有数据未受影响');
				undo();
			}
		expect(readdirSync(dir).filter((one) => /aside|incoming/.test(one))).toEqual([]);
		expect((await back(name)).files).toBe(3);
	});

	test('from a backup of a newer version', async () => {
		const { name } = await make();
		const folder = join(shelf, name);
		const manifest = glance(shelf, name)!;
		writeManifest(folder, { ...manifest, format: 2, product: '9.0.0' });
		await refused(name, /更新的版本（9\.0\.0）制作.*不认得其格式.*原有数据未受影响/);
		const later = { tag: '9999_later', sha256: 'x' };
		const contents = { ...manifest.contents, migrations: [...manifest.contents.migrations, later] };
		writeManifest(folder, { ...manifest, product: '9.0.0', contents });
		await refused(name, /另一版本（9\.0\.0）制作.*请先安装.*原有数据未受影响/);
		writeManifest(folder, manifest);
		made.ledger.close();
		expect((await back(name)).backup).toBe(name);
	});

	test('from what is not there', async () => {
		await refused('latest', /没有核验通过的备份/);
		await refused('nope', /没有这份备份/);
	});
});

test(
	'B3: restoring killed at any moment loses nothing, and is done by doing it again',
	{ timeout: 120_000 },
	async () => {
		const backup = await make();
		await fileLoans(made.ledger, '2026-09', 3000);
		made.ledger.close();
		const sums = new Set(filesIn(join(dir, 'files')).map((name) => name.slice(3)));
		const script = `const { restore } = await import('#lib/server/keep/restore.ts'); console.log('start');
		await restore('latest', { shelf: ${JSON.stringify(shelf)}, to: ${JSON.stringify(dir)} }); console.log('done')`;
		/** Kills a restoration so long after it began, or as soon as it has begun to move things. */
		const run = (when: number | 'moving'): Promise<{ done: boolean; took: number }> =>
			new Promise((gone) => {
				const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
					stdio: ['ignore', 'pipe', 'inherit']
				});
				const kill = () => child.kill('SIGKILL');
				const watcher = watch(dir, (_, name) => {
					if (when === 'moving' && name === 'restoring') kill();
				});
				let [said, started, took] = ['', 0, 0];
				let timer: NodeJS.Timeout | undefined;
				child.stdout.on('data', (text: Buffer) => {
					said += text.toString();
					if (started) took = performance.now() - started;
					else started = performance.now();
					if (when !== 'moving') timer ??= setTimeout(kill, when);
				});
				child.once('close', () => {
					clearTimeout(timer);
					watcher.close();
					gone({ done: said.includes('done'), took });
				});
			});
		const { took } = await run(60_000);
		let killed = 0;
		for (const when of [
			'moving',
			took * 0.1,
			took * 0.3,
			took * 0.5,
			took * 0.7,
			took * 0.9,
			'moving'
		] as const) {
			if ((await run(when)).done) continue;
			killed += 1;
			// Every file ever received is still somewhere in the folder.
			const found = new Set(
				filesIn(dir)
					.filter((name) => !name.startsWith('backups'))
					.map((name) => name.slice(name.lastIndexOf('/') + 1))
			);
			expect([...sums].filter((sum) => !found.has(sum))).toEqual([]);
		}
		expect(killed).toBeGreaterThan(3);
		await back('latest');
		expect(lookOver(dir).fault).toBeNull();
		reading(dir, (ledger) => {
			expect(rowCounts(ledger.db).submission).toBe(backup.contents.tables.submission);
			expect(verifyTrail(ledger).broken).toBeNull();
			for (const one of ledger.db.prepare('select sha256 from submission').pluck().all() as string[])
				expect(existsSync(filePath(ledger, one))).toBe(true);
		});
	}
);
