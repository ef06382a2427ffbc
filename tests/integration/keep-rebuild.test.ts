import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { lockServer } from '#lib/server/jobs/server-lock.ts';
import { alarmOf, noteChore } from '#lib/server/keep/chore-state.ts';
import { compare, comparedWords } from '#lib/server/keep/compare.ts';
import { onCopy } from '#lib/server/keep/copy.ts';
import { derivedDigests, digestOfAll, factDigests } from '#lib/server/keep/digests.ts';
import { rebuildFromFiles, type Rebuilt } from '#lib/server/keep/rebuild-raw.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { frame } from '#lib/server/observe/dashboards.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import type { Office } from './filer.ts';
import { fileLoans, filled, flipped } from './kept.ts';

// Protects promise 4: every number can be made anew from the filed files, and one that was not is found out.
let made: Office & { clock: { now: string } };
let dir: string;
beforeAll(async () => {
	made = await filled();
	dir = made.ledger.dir;
	await fileLoans(made.ledger, '2026-09', 7000);
	rebuild(made.ledger);
});
afterAll(() => made.close());

/** One digest of every derived table, found without the code under test's own comparison. */
const state = () => {
	const { db } = made.ledger;
	return [
		digestOfAll(factDigests(db, corpLoanStock)),
		...[...derivedDigests(db).values()].map(digestOfAll),
		db.prepare('select count(*), sum(balanceCny) from fact_corp_loan_stock').raw().get(),
		db.prepare('select count(*), sum(length(value)) from cell').raw().get()
	];
};
const differing = ({ tables }: Rebuilt) =>
	Object.fromEntries(tables.filter(({ differs }) => differs.length).map((one) => [one.table, one.differs]));

function cli(...args: string[]): { code: number | null; out: string; err: string } {
	const done = spawnSync(
		process.execPath,
		['--disable-warning=ExperimentalWarning', resolve('src/cli.ts'), ...args, '--data', dir],
		{ encoding: 'utf8', env: { ...process.env, TZ: 'Asia/Shanghai' } }
	);
	return { code: done.status, out: done.stdout, err: done.stderr };
}

describe('F10: rebuilding from the filed files', () => {
	test('finds everything as it is, and changes nothing', async () => {
		const before = state();
		expect(before.at(-2)).toEqual([160, expect.any(Number)]);
		const done = await rebuildFromFiles(made.ledger);
		expect(done).toMatchObject({ files: 4, lost: [], equal: true });
		expect(state()).toEqual(before);
	});

	test('brings all of it back when every derived table is lost', async () => {
		const before = state();
		made.ledger.db.exec(
			'delete from fact_corp_loan_stock; delete from cell; delete from cell_state; delete from roster_on'
		);
		const done = await rebuildFromFiles(made.ledger);
		expect(done.equal).toBe(false);
		expect(differing(done).fact_corp_loan_stock).toHaveLength(4);
		expect(state()).toEqual(before);
		expect((await rebuildFromFiles(made.ledger)).equal).toBe(true);
	});

	test('names the submission whose rows were altered, and puts it right unless it is only to look', async () => {
		const before = state();
		const { db } = made.ledger;
		const first = db.prepare('select min(submission) from fact_corp_loan_stock').pluck().get() as number;
		db.prepare('update fact_corp_loan_stock set balanceCny = balanceCny + 100 where submission = ?').run(
			first
		);
		db.prepare(
			`insert into fact_corp_loan_stock (submission, line, loanNo) values (999, 1, 'from nowhere')`
		).run();
		rebuild(made.ledger);
		const altered = state();
		const looked = await onCopy(dir, (copy) => rebuildFromFiles(copy));
		expect(differing(looked).fact_corp_loan_stock).toEqual([String(first), '999']);
		expect(differing(looked).cell!.length).toBeGreaterThan(0);
		expect(state()).toEqual(altered);
		expect((await rebuildFromFiles(made.ledger)).equal).toBe(false);
		expect(state()).toEqual(before);
	});

	test('leaves the rows of a file that is gone or altered as they are, and says which', async () => {
		const before = state();
		const { id, sha256 } = made.ledger.db
			.prepare('select id, sha256 from submission order by id limit 1')
			.get() as { id: number; sha256: string };
		const path = filePath(made.ledger, sha256);
		chmodSync(path, 0o600);
		const undo = flipped(path, 700);
		const done = await rebuildFromFiles(made.ledger);
		expect(done).toMatchObject({
			equal: false,
			lost: [{ submission: id, why: expect.stringContaining('摘要不符') }]
		});
		expect(state()).toEqual(before);
		undo();
	});

	test(
		'at the console exits with 1 and what differs, and not beside a running server',
		{ timeout: 60_000 },
		() => {
			const release = lockServer({ dir });
			expect(cli('rebuild')).toMatchObject({ code: 1, err: expect.stringMatching(/服务正在运行.*--check/) });
			const looked = cli('rebuild', '--check', '--json');
			expect([looked.code, JSON.parse(looked.out)]).toEqual([
				0,
				expect.objectContaining({ equal: true, check: true })
			]);
			release();
			made.ledger.db.exec('update fact_corp_loan_stock set balanceCny = 1 where submission = 1');
			const found = cli('rebuild');
			expect(found.code).toBe(1);
			expect(found.out).toMatch(/fact_corp_loan_stock +[0-9a-f]{16} ≠ [0-9a-f]{16}　不同：1\n/);
			const after = cli('rebuild');
			expect([after.code, after.out]).toEqual([0, expect.stringContaining('全部一致')]);
			expect(trailOf(made.ledger, 'ledger').map(({ action }) => action)).toEqual([
				'rebuild.run',
				'rebuild.differs',
				'rebuild.run'
			]);
		}
	);
});

describe('B15: the nightly comparison', () => {
	test(
		'finds a cell that is not what the facts say, tells, and does not mend it',
		{ timeout: 60_000 },
		async () => {
			const { db } = made.ledger;
			expect(await compare(made.ledger)).toEqual({ differs: [], files: [] });
			const one = db.prepare(`select * from cell where dims = '' limit 1`).get() as Record<string, string>;
			const put = db.prepare(
				'update cell set value = ? where cube = @cube and period = @period and dims = @dims and k1 = @k1 and k2 = @k2'
			);
			const wrong = one.value!.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
			put.run(wrong, one);
			const [file] = db.prepare('select sha256 from submission order by id').pluck().all() as string[];
			const path = filePath(made.ledger, file!);
			chmodSync(path, 0o600);
			const undo = flipped(path, 10);
			const found = await compare(made.ledger);
			undo();
			expect(existsSync(join(dir, 'copying'))).toBe(false);
			expect(found.differs).toEqual([`cell ${one.cube} ${one.period}`]);
			expect(found.files).toEqual([expect.stringMatching(/与其摘要不符/)]);
			expect(comparedWords(found)).toMatch(
				/汇总与明细重算的结果不一致：存量单位贷款信息 2026-\d\d；原始文件异常/
			);
			expect(trailOf(made.ledger, 'ledger')[0]!.action).toBe('rebuild.differs');
			expect(db.prepare('select count(*) from cell where value = ?').pluck().get(wrong)).toBeGreaterThan(0);
			put.run(one.value, one);
		}
	);

	test('is shown to analysts and the system administrator on every page, to nobody else', () => {
		const at = made.ledger.now().toISOString();
		const shown = (role: 'analyst' | 'system' | 'leader' | 'institution' | 'audit') =>
			frame(() => made.ledger, { ...consoleAsker, user: 1, role }, new URLSearchParams()).alarm;
		expect(shown('analyst')).toBeNull();
		noteChore(made.ledger, 'compare', { at, due: at, ok: false, said: '不一致：cell x' });
		expect(
			['analyst', 'system', 'leader', 'institution', 'audit'].map((role) => shown(role as never))
		).toEqual(['不一致：cell x', '不一致：cell x', null, null, null]);
		// A comparison that could not be made says nothing about the numbers.
		noteChore(made.ledger, 'compare', { at, due: at, ok: false, said: '磁盘已满', again: at });
		expect(alarmOf(made.ledger)).toBeNull();
	});
});
