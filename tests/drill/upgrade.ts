import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { applied, rowCounts } from '#lib/server/ledger/migrate.ts';
import { connect, openLedger } from '#lib/server/ledger/open.ts';
import { laterTag, laterVersion } from '../fixtures/later-version.ts';

/** The most a migration does: the largest table made anew, row by row, as Drizzle does where a column changes. */
function largestAnew(db: Database): string {
	const [table] = Object.entries(rowCounts(db)).sort(([, a], [, b]) => b - a)[0]!;
	const parts = db
		.prepare(
			`select sql from sqlite_schema where tbl_name = ? and sql is not null order by type = 'table' desc`
		)
		.pluck()
		.all(table) as string[];
	const anew = parts[0]!.replace(table, `__new_${table}`);
	return [
		anew,
		`insert into "__new_${table}" select * from "${table}"`,
		`drop table "${table}"`,
		`alter table "__new_${table}" rename to "${table}"`,
		...parts.slice(1)
	]
		.map((statement) => `${statement};\n`)
		.join('');
}

/** What came of an upgrade that was cut off. */
export interface Upgraded {
	/** Seconds of the migration by itself, and how often it was killed in the midst of it. */
	readonly seconds: number;
	readonly kills: number;
	/** What was not as it should be. */
	readonly wrong: readonly string[];
}

/** A ledger of real size brought to a later version: killed half-way, done again, done twice, and opened by the version before. */
export async function upgrade(dir: string, folder: string): Promise<Upgraded> {
	const reading = <T>(at: string, look: (db: Database) => T): T => {
		const db = connect(path.join(at, 'ledger.db'), { readonly: true });
		try {
			return look(db);
		} finally {
			db.close();
		}
	};
	mkdirSync(folder, { recursive: true });
	const before = reading(dir, rowCounts);
	const env = { ...process.env, TECHFIN_MIGRATIONS: laterVersion(folder, reading(dir, largestAnew)) };
	/** Opens a ledger as the later version; killed so many milliseconds after it has begun. */
	const opened = async (at: string, after = Infinity): Promise<{ took: number; killed: boolean }> => {
		const script = `const { openLedger } = await import('#lib/server/ledger/open.ts');
			process.send('begun'); openLedger(${JSON.stringify(at)}, { backedUp: true }).close(); process.disconnect();`;
		const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
			env,
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
		await Promise.race([once(child, 'message'), ended]);
		const begun = performance.now();
		if (after < Infinity) void pause(after).then(() => child.kill('SIGKILL'));
		const [code, signal] = await ended;
		if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the upgrade ended with ${code ?? signal}`);
		return { took: performance.now() - begun, killed: signal === 'SIGKILL' };
	};
	const wrong: string[] = [];
	const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
	const counts = (at: string): string => JSON.stringify({ ...reading(at, rowCounts), migration: 0 });
	const same = JSON.stringify({ ...before, migration: 0 });

	const trial = path.join(folder, 'trial');
	cpSync(dir, trial, { recursive: true });
	const { took } = await opened(trial);
	must(counts(trial) === same, '升级后各表行数不变');
	must((await opened(trial)).took < took / 2 + 1000, '再次启动不再升级');
	rmSync(trial, { recursive: true });

	let kills = 0;
	for (const share of [0.3, 0.5, 0.7, 0.85]) {
		if (!(await opened(dir, took * share)).killed) break;
		kills += 1;
		must(reading(dir, (db) => db.pragma('quick_check', { simple: true })) === 'ok', '中断后数据库完整');
		must(counts(dir) === same, '中断后各表行数不变');
		if (reading(dir, applied).at(-1)!.tag === laterTag) break;
	}
	must(kills > 0, '升级在中途被中断');
	await opened(dir);
	must(reading(dir, applied).at(-1)!.tag === laterTag, '重新启动后升级完成');
	must(counts(dir) === same, '升级后各表行数不变');
	try {
		openLedger(dir).close();
		must(false, '旧版本拒绝打开新账本');
	} catch (cause) {
		must(String(cause).includes('请安装建立它的那一版或更新的版本'), '旧版本拒绝打开新账本并说明办法');
	}
	return { seconds: took / 1000, kills, wrong };
}
