import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recover } from '#lib/server/jobs/recover.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { backupsOf, glance } from '#lib/server/keep/shelf.ts';
import { filePath, storeFile } from '#lib/server/ledger/files.ts';
import type { Office } from './filer.ts';
import { fileLoans, filled, flipped } from './kept.ts';

// Protects the operator's four commands as the manual gives them: what they print, and how they end.
let made: Office & { clock: { now: string } };
let dir: string;
beforeAll(async () => {
	made = await filled();
	dir = made.ledger.dir;
});
afterAll(() => made.close());

function cli(...args: string[]): { code: number | null; out: string; err: string } {
	const done = spawnSync(
		process.execPath,
		['--disable-warning=ExperimentalWarning', resolve('src/cli.ts'), ...args, '--data', dir],
		{ encoding: 'utf8', env: { ...process.env, TZ: 'Asia/Shanghai' } }
	);
	return { code: done.status, out: done.stdout, err: done.stderr };
}

test('B18: a file that no submission names, and a submission without its file, are reported at the start', async () => {
	const { sha256 } = await storeFile(made.ledger, Buffer.from('received, and then the power went'));
	expect(recover(made.ledger)).toMatchObject({ orphans: [sha256], missing: [] });
	rmSync(filePath(made.ledger, sha256));
	expect(recover(made.ledger)).toMatchObject({ orphans: [], missing: [] });
});

test('E8: backup, verification, restoration and the trail at the console', { timeout: 120_000 }, async () => {
	const shelf = backupsOf(dir);
	expect(cli('verify-backup', 'all')).toMatchObject({ code: 1, err: expect.stringContaining('没有备份') });
	const backup = cli('backup', '--json');
	const { name, faults } = JSON.parse(backup.out) as { name: string; faults: string[] };
	expect([backup.code, faults, readdirSync(shelf)]).toEqual([0, [], expect.arrayContaining([name])]);
	expect(cli('verify-backup', name)).toMatchObject({ code: 0, out: expect.stringMatching(/通过.*未加密/) });

	const file = join(shelf, name, glance(shelf, name)!.database.file);
	const undo = flipped(file, Math.floor(statSync(file).size / 2));
	const bad = cli('verify-backup', 'latest', '--json');
	expect([bad.code, JSON.parse(bad.out)]).toEqual([
		1,
		[expect.objectContaining({ name, ok: false, faults: [expect.stringContaining('已损坏')] })]
	]);
	expect(
		made.ledger.db
			.prepare(`select action from audit where target = ? order by seq`)
			.pluck()
			.all(`backup:${name}`)
	).toEqual(['backup.make', 'backup.fail']);
	undo();

	await fileLoans(made.ledger, '2026-09', 3000);
	const release = lockServer({ dir });
	expect(cli('restore', 'latest')).toMatchObject({ code: 1, err: expect.stringContaining('请先停止服务') });
	release();
	made.ledger.close();
	const restored = cli('restore', 'latest');
	expect(restored.err).toBe('');
	expect(restored.code).toBe(0);
	expect(restored.out).toMatch(
		/已恢复：备份 \S+（制作于 .*原始文件 3 个.*\n原账本另存于 .*没有删除\n备份之后收到的 1 个文件在 .*请通知机构重新报送\n.*登录.*已失效.*\n用时 [\d.]+ 秒/
	);
	const trail = cli('trail', 'verify', '--json');
	expect([trail.code, JSON.parse(trail.out)]).toEqual([
		0,
		expect.objectContaining({ broken: null, restored: 1 })
	]);
});
