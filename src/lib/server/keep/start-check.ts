import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { commandLine } from '#settings';
import { anchorFault, anchorsOf } from '#lib/server/ledger/anchors.ts';
import { applied, migrations, missing } from '#lib/server/ledger/migrate.ts';
import { connect, isSafeVersion, type Ledger } from '#lib/server/ledger/open.ts';
import { schemaFaults } from '#lib/server/ledger/schema-check.ts';
import { isCutOff } from './restore.ts';

/** A check before the start that did not hold, in words for whoever runs the system. */
export interface StartFault {
	readonly check: 'version' | 'exchange' | 'structure' | 'schema' | 'trail';
	/** What was found. */
	readonly what: string;
	/** What to do now. */
	readonly remedy: string;
}

/** What looking a ledger over came to. */
export interface Looked {
	readonly fault: StartFault | null;
	/** Whether every page and index was looked through, as is done once a week. */
	readonly whole: boolean;
}

const wholeAt = 'integrity.at';
const week = 7 * 86_400_000;

/** Remembers that the ledger was looked through wholly just now. */
export const noteWhole = ({ db, now }: Ledger): unknown =>
	db.prepare('insert or replace into setting (key, value) values (?, ?)').run(wholeAt, now().toISOString());

function isDue(db: Database, now: Date): boolean {
	const at = db.prepare('select value from setting where key = ?').pluck().get(wholeAt) as string | undefined;
	return at === undefined || !(now.getTime() - Date.parse(at) < week);
}

const restoring = `请先用 ${commandLine('verify-backup latest')} 核验最近的备份，再用 ${commandLine('restore latest')} 恢复，然后重新启动服务。恢复时现有账本另行保存，不会删除。`;

function structureFault(db: Database, whole: boolean): string | null {
	const said = db.pragma(whole ? 'integrity_check(3)' : 'quick_check(3)') as Record<string, string>[];
	const found = said.map((row) => Object.values(row)[0]!).filter((text) => text !== 'ok');
	return found.length ? `账本数据库已损坏（${found[0]!.split('\n')[0]}）` : null;
}

const damaged = (what: string): StartFault => ({ check: 'structure', what, remedy: restoring });

/** What is wrong before a ledger is even opened. */
function outerFault(dir: string): StartFault | null {
	const memory = new BetterSqlite3(':memory:');
	const version = memory.prepare('select sqlite_version()').pluck().get() as string;
	memory.close();
	if (!isSafeVersion(version))
		return {
			check: 'version',
			what: `SQLite ${version} 过旧，有损坏数据的已知缺陷`,
			remedy: '请在程序目录重新安装依赖（npm install），再启动服务。'
		};
	if (isCutOff(dir))
		return {
			check: 'exchange',
			what: '上一次恢复没有做完',
			remedy: `请重新执行 ${commandLine('restore latest')}（或指明备份名称），完成后再启动服务。`
		};
	if (existsSync(join(dir, 'ready')) && !existsSync(join(dir, 'ledger.db')))
		return damaged('账本文件 ledger.db 不见了');
	return null;
}

function innerFault(db: Database, dir: string, whole: boolean): StartFault | null {
	const broken = structureFault(db, whole);
	if (broken) return damaged(broken);
	const odd = schemaFaults(db);
	if (odd.length)
		return {
			check: 'schema',
			what: `账本结构与本版本不符：${odd.slice(0, 5).join('、')}${odd.length > 5 ? `等 ${odd.length} 处` : ''}`,
			remedy: `账本可能被其他程序改动过，请保留现场。${restoring}`
		};
	const trail = anchorFault(db, anchorsOf(db, dir));
	if (trail === null) return null;
	return {
		check: 'trail',
		what: trail,
		remedy: `审计记录可能被改动过。请保留现场，由审计管理员核实（${commandLine('trail verify')}）。${restoring}`
	};
}

/** Looks a ledger over before anything of the program opens it: version, structure, schema, trail. Changes nothing; a newer ledger is refused. */
export function lookOver(folder: string, now: Date = new Date()): Looked {
	const dir = resolve(folder);
	const outer = outerFault(dir);
	const file = join(dir, 'ledger.db');
	if (outer || !existsSync(file)) return { fault: outer, whole: false };
	let db: Database | null = null;
	let whole = false;
	try {
		db = connect(file, { readonly: true });
		const held = applied(db);
		missing(migrations(), held);
		if (!held.length)
			return { fault: existsSync(join(dir, 'ready')) ? damaged('账本文件是空的') : null, whole };
		whole = isDue(db, now);
		return { fault: innerFault(db, dir, whole), whole };
	} catch (cause) {
		if (!(cause instanceof BetterSqlite3.SqliteError)) throw cause;
		return { fault: damaged(`账本数据库不能读取（${cause.message}）`), whole };
	} finally {
		db?.close();
	}
}
