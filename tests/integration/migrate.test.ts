import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pending } from '#drizzle/generate.ts';
import { identify } from '#lib/server/keep/copy.ts';
import { glance, namesOn } from '#lib/server/keep/shelf.ts';
import { applied, migrations, rowCounts } from '#lib/server/ledger/migrate.ts';
import { connect, openLedger } from '#lib/server/ledger/open.ts';
import { schemaFaults } from '#lib/server/ledger/schema-check.ts';
import { trailOf } from '#lib/server/ledger/trail.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { laterTag, laterVersion } from '../fixtures/later-version.ts';

let dir: string;
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-migrate-'));
});
afterEach(() => {
	delete process.env.TECHFIN_MIGRATIONS;
	rmSync(dir, { recursive: true, force: true });
});

/** Opens the ledger as the version before the last migration did. */
function asBefore<T>(work: () => T): T {
	const folder = join(dir, 'before');
	cpSync('drizzle/migrations', folder, { recursive: true });
	const journal = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8')) as unknown[];
	writeFileSync(join(folder, 'journal.json'), JSON.stringify(journal.slice(0, -1)));
	process.env.TECHFIN_MIGRATIONS = folder;
	try {
		return work();
	} finally {
		delete process.env.TECHFIN_MIGRATIONS;
	}
}

/** One row in every table, whatever its columns are: enough to see whether any is lost. */
function oneOfEach(folder: string): void {
	const ledger = openLedger(folder);
	const { db } = ledger;
	db.pragma('foreign_keys = off');
	for (const [table, rows] of Object.entries(rowCounts(db))) {
		if (rows) continue;
		const columns = db.pragma(`table_info("${table}")`) as { name: string; type: string }[];
		const values = columns.map(({ name, type }) =>
			name === 'role'
				? 'analyst'
				: name === 'clearance'
					? 1
					: type === 'INTEGER'
						? 1
						: table === 'audit'
							? ''
							: '1'
		);
		db.prepare(`insert into "${table}" values (${values.map(() => '?').join()})`).run(values);
	}
	db.exec(`update user set institution = null, unit = null; update submission set acceptedAt = null`);
	db.pragma('foreign_keys = on');
	ledger.close();
}

describe('migrations', () => {
	test('agree with the declared schema: generating gives nothing new', async () => {
		expect((await pending()).statements).toEqual([]);
	});

	test('every table is STRICT; facts and cells lie in key order', () => {
		const ledger = openLedger(dir);
		const tables = ledger.db
			.prepare(
				`select name, wr, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%'`
			)
			.all() as { name: string; wr: number; strict: number }[];
		expect(tables.filter((table) => !table.strict)).toEqual([]);
		expect(tables.filter((table) => /^(fact_|cell)/.test(table.name) && !table.wr)).toEqual([]);
		ledger.close();
	});

	test('a ledger commits durably: FULL, WAL, foreign keys on', () => {
		const { db, close } = openLedger(dir);
		const read = (pragma: string) => db.pragma(pragma, { simple: true });
		expect([read('synchronous'), read('journal_mode'), read('foreign_keys')]).toEqual([2, 'wal', 1]);
		close();
	});

	test('E9: a later version backs the ledger up, verified, before it applies its migration', () => {
		openLedger(dir).close();
		process.env.TECHFIN_MIGRATIONS = laterVersion(
			dir,
			'create table later (id integer primary key) strict;\n'
		);
		const ledger = openLedger(dir);
		expect(ledger.db.prepare('select count(*) from later').pluck().get()).toBe(0);
		const [name] = namesOn(join(dir, 'backups'));
		expect(glance(join(dir, 'backups'), name!)).toMatchObject({
			kind: 'migration',
			faults: [],
			contents: { migrations: migrations('drizzle/migrations').map(({ tag, sha256 }) => ({ tag, sha256 })) }
		});
		expect(trailOf(ledger, `backup:${name}`)).toHaveLength(1);
		ledger.close();
		openLedger(dir).close();
		expect(namesOn(join(dir, 'backups'))).toHaveLength(1);
	});

	test('E9: the last migration keeps every row of every table, and does nothing the second time', () => {
		const ledgerDir = join(dir, 'ledger');
		const before = asBefore(() => {
			openLedger(ledgerDir).close();
			identify(ledgerDir);
			oneOfEach(ledgerDir);
			const old = openLedger(ledgerDir);
			const counts = rowCounts(old.db);
			old.close();
			return counts;
		});
		const declared = new Set(['migration', 'audit', ...(migrations().at(-1)!.changes ?? [])]);
		for (let time = 0; time < 2; time += 1) {
			const { db, close } = openLedger(ledgerDir);
			const after = rowCounts(db);
			expect(
				Object.entries(before).filter(([name, count]) => !declared.has(name) && after[name] !== count)
			).toEqual([]);
			expect(db.prepare('select count(*) from migration').pluck().get()).toBe(migrations().length);
			expect(schemaFaults(db)).toEqual([]);
			close();
		}
	});

	test('E9: a migration that loses rows nobody said it would is undone', () => {
		const ledger = openLedger(dir);
		ledger.db.exec(`insert into parameter values ('usdMid', '', '2026-09-30', null, '7.1')`);
		ledger.close();
		process.env.TECHFIN_MIGRATIONS = laterVersion(dir, 'delete from parameter;\n');
		expect(() => openLedger(dir)).toThrow('migration changes rows: parameter 1 to 0');
		process.env.TECHFIN_MIGRATIONS = laterVersion(dir, 'delete from parameter;\n', ['parameter']);
		openLedger(dir).close();
	});

	test('E9: killed anywhere, it leaves the old ledger or the new one', { timeout: 60_000 }, async () => {
		const later = laterVersion(
			dir,
			`create table later (id integer primary key, text text) strict;
			insert into later with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000)
			select i, hex(randomblob(40)) from n;\n`
		);
		const open = (folder: string): void => openLedger(folder).close();
		const opened = (folder: string, after: number): Promise<{ done: boolean; took: number }> =>
			new Promise((end) => {
				const script = `const { openLedger } = await import('#lib/server/ledger/open.ts');
					console.log('start'); openLedger(${JSON.stringify(folder)}).close(); console.log('done')`;
				const child = spawn(
					process.execPath,
					['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
					{
						detached: true,
						env: { ...process.env, TECHFIN_MIGRATIONS: later },
						stdio: ['ignore', 'pipe', 'inherit']
					}
				);
				let [said, started, took] = ['', 0, 0];
				let clock: NodeJS.Timeout | undefined;
				child.stdout.on('data', (text: Buffer) => {
					said += text.toString();
					took = performance.now() - started;
					if (clock || !said.includes('start')) return;
					started = performance.now();
					clock = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), after);
				});
				child.once('close', () => {
					clearTimeout(clock);
					end({ done: said.includes('done'), took });
				});
			});
		open(join(dir, 'trial'));
		const { took } = await opened(join(dir, 'trial'), 30_000);
		const subject = join(dir, 'subject');
		open(subject);
		let killed = 0;
		for (const share of [0.02, 0.2, 0.4, 0.55, 0.65, 0.75, 0.85, 0.95]) {
			const { done } = await opened(subject, took * share);
			if (done) break;
			killed += 1;
			const db = connect(join(subject, 'ledger.db'), { readonly: true });
			expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
			const isNew = applied(db).at(-1)!.tag === laterTag;
			expect(rowCounts(db).later).toBe(isNew ? 300_000 : undefined);
			expect(verifyTrail({ db, dir: subject }).broken).toBeNull();
			db.close();
		}
		process.env.TECHFIN_MIGRATIONS = later;
		const { db, close } = openLedger(subject);
		expect(rowCounts(db).later).toBe(300_000);
		close();
		expect(killed).toBeGreaterThan(3);
	});

	test('a failing migration leaves the ledger as it was', () => {
		openLedger(dir).close();
		process.env.TECHFIN_MIGRATIONS = laterVersion(
			dir,
			'create table later (id integer) strict;\ncreate table audit (x);\n'
		);
		expect(() => openLedger(dir)).toThrow(/audit/);
		delete process.env.TECHFIN_MIGRATIONS;
		const ledger = openLedger(dir);
		expect(ledger.db.prepare(`select count(*) from sqlite_schema where name = 'later'`).pluck().get()).toBe(
			0
		);
		ledger.close();
	});

	test('a rebuild of a parent table keeps its children', () => {
		const first = openLedger(dir);
		first.db.exec(`insert into institution values ('A','u',null,'甲','甲','city',null,1,'2020-01-01',null);
			insert into filing (dataset, institution, period, expected) values ('roster','A','2026-09',1)`);
		first.close();
		process.env.TECHFIN_MIGRATIONS = laterVersion(
			dir,
			`create table copy as select * from institution;
			drop table institution; alter table copy rename to institution;
			create unique index institution_id on institution (id);\n`
		);
		const ledger = openLedger(dir);
		expect(ledger.db.prepare('select count(*) from filing').pluck().get()).toBe(1);
		ledger.close();
	});

	test('E9: an older version refuses a ledger of a newer one', () => {
		process.env.TECHFIN_MIGRATIONS = laterVersion(
			dir,
			'create table later (id integer primary key) strict;\n'
		);
		openLedger(dir).close();
		delete process.env.TECHFIN_MIGRATIONS;
		expect(() => openLedger(dir)).toThrow(/更新的或另一版本.*恢复升级前的备份.*原有数据未受影响/);
	});
});
