import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pending } from '#drizzle/generate.ts';
import { openLedger } from '#lib/server/ledger/open.ts';

let dir: string;
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'techfin-migrate-'));
});
afterEach(() => {
	delete process.env.TECHFIN_MIGRATIONS;
	rmSync(dir, { recursive: true, force: true });
});

/** A copy of the migrations with one more, as a later version would bring. */
function laterVersion(text: string): string {
	const folder = join(dir, 'migrations');
	cpSync('drizzle/migrations', folder, { recursive: true });
	const journal = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8'));
	journal.push({ tag: '9999_later', sha256: createHash('sha256').update(text).digest('hex') });
	writeFileSync(join(folder, 'journal.json'), JSON.stringify(journal));
	writeFileSync(join(folder, '9999_later.sql'), text);
	return folder;
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

	test('a later version applies its migration and keeps a copy from before', () => {
		openLedger(dir).close();
		process.env.TECHFIN_MIGRATIONS = laterVersion('create table later (id integer primary key) strict;\n');
		const ledger = openLedger(dir);
		expect(ledger.db.prepare('select count(*) from later').pluck().get()).toBe(0);
		expect(readdirSync(join(dir, 'backups'))).toHaveLength(1);
		ledger.close();
	});

	test('a failing migration leaves the ledger as it was', () => {
		openLedger(dir).close();
		process.env.TECHFIN_MIGRATIONS = laterVersion(
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
		process.env.TECHFIN_MIGRATIONS = laterVersion(`create table copy as select * from institution;
			drop table institution; alter table copy rename to institution;
			create unique index institution_id on institution (id);\n`);
		const ledger = openLedger(dir);
		expect(ledger.db.prepare('select count(*) from filing').pluck().get()).toBe(1);
		ledger.close();
	});

	test('an older version refuses a ledger of a newer one', () => {
		process.env.TECHFIN_MIGRATIONS = laterVersion('create table later (id integer primary key) strict;\n');
		openLedger(dir).close();
		delete process.env.TECHFIN_MIGRATIONS;
		expect(() => openLedger(dir)).toThrow('unknown history');
	});
});
