import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { commandLine } from '#settings';
import { keyFile } from '#lib/server/access/seal.ts';
import { alarmOf, choreLabels, choreState, type ChoreId } from '#lib/server/keep/chore-state.ts';
import { lookOver } from '#lib/server/keep/start-check.ts';
import { applied, migrations } from '#lib/server/ledger/migrate.ts';
import { connect, isSafeVersion } from '#lib/server/ledger/open.ts';
import { verifyTrail } from '#lib/server/ledger/trail-verify.ts';
import { looked, note, well, wrong, type Line } from './line.ts';
import type { Past } from './machine.ts';

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** SQLite as it is built into the program. */
export function sqliteLine(): Line {
	const memory = new BetterSqlite3(':memory:');
	try {
		const version = memory.prepare('select sqlite_version()').pluck().get() as string;
		return isSafeVersion(version)
			? well('SQLite', version)
			: wrong('SQLite', `${version} 过旧，有损坏数据的已知缺陷`, '请重新安装本系统的安装包。');
	} finally {
		memory.close();
	}
}

/** Something asked of the ledger without a trace in it. */
function asked<T>(dir: string, ask: (db: Database) => T): T {
	const db = connect(join(dir, 'ledger.db'), { readonly: true });
	try {
		return ask(db);
	} finally {
		db.close();
	}
}

const hasLedger = (dir: string): boolean => existsSync(join(dir, 'ledger.db'));

/** What the ledger remembers of the time: nothing in it may lie ahead of the clock. */
export function pastsOf(dir: string): Past[] {
	if (!hasLedger(dir)) return [];
	const last = asked(dir, (db) =>
		applied(db).length
			? db.prepare('select at from audit order by seq desc limit 1').pluck().get()
			: undefined
	) as string | undefined;
	return [
		{ what: '账本文件的时间', at: statSync(join(dir, 'ledger.db')).mtimeMs },
		...(last ? [{ what: '最后一条审计记录', at: Date.parse(last) }] : [])
	];
}

/** The ledger: sound, of this version, its trail unbroken, its numbers agreed with its rows. */
export async function ledgerLines(dir: string, now: Date = new Date()): Promise<readonly Line[]> {
	if (!hasLedger(dir) && !existsSync(join(dir, 'ready')))
		return [note('账本', '还没有账本', '首次启动服务时自动建立；目录不对的，用 TECHFIN_DATA 指明。')];
	const sound = await looked('账本', () => {
		const { fault, whole } = lookOver(dir, now);
		return fault
			? wrong('账本', fault.what, fault.remedy)
			: well(
					'账本',
					`${megabytes(statSync(join(dir, 'ledger.db')).size)}，${whole ? '全面检查' : '快速检查'}通过，结构与本版本相符`
				);
	});
	if (!hasLedger(dir)) return sound;
	return [
		...sound,
		...(await looked('升级', () => migrationLine(dir))),
		...(await looked('审计链', () => trailLine(dir))),
		...(sound[0]!.verdict === 'well' ? await looked('定时事项', () => asked(dir, choreLines)) : []),
		keyLine(dir)
	];
}

function migrationLine(dir: string): Line {
	const [held, ours] = [asked(dir, applied).length, migrations().length];
	const found = `已应用 ${held} 步，本版本共 ${ours} 步`;
	return held < ours
		? note('升级', found, '下次启动服务时自动备份并升级。')
		: held > ours
			? wrong('升级', found, '账本由更新的版本建立，请安装那一版。')
			: well('升级', found);
}

function trailLine(dir: string): Line {
	const { broken, entries, archived, anchors, head } = asked(dir, (db) => verifyTrail({ db, dir }));
	return broken
		? wrong(
				'审计链',
				`第 ${broken.seq} 条起不可信（${broken.why}）`,
				'请保留现场，报审计管理员核实，不要自行恢复。'
			)
		: well(
				'审计链',
				`第 ${head.seq} 条为止首尾相接（在线 ${entries} 条，归档 ${archived} 条），与 ${anchors} 天的留存摘要一致`
			);
}

function choreLines(db: Database): Line[] {
	const ids = Object.keys(choreLabels) as ChoreId[];
	const failed = ids.filter((id) => id !== 'compare' && choreState({ db }, id)?.ok === false);
	return [
		alarmOf({ db })
			? wrong(
					'汇总核对',
					'汇总与明细不一致',
					`请先核对：${commandLine('rebuild --check')}；属实的，停止服务后执行 ${commandLine('rebuild')}。`
				)
			: well('汇总核对', choreState({ db }, 'compare') ? '最近一次与明细逐位一致' : '尚未到首次核对的时间'),
		failed.length
			? wrong(
					'定时事项',
					`最近一次未成功：${failed.map((id) => choreLabels[id]).join('、')}`,
					'原因见系统管理员的“运行”页和服务日志。'
				)
			: well('定时事项', '没有失败')
	];
}

function keyLine(dir: string): Line {
	const file = keyFile({ dir });
	if (!existsSync(file)) return well('主密钥', '尚未生成，首次启用二次验证时生成');
	return statSync(file).mode & 0o077
		? wrong('主密钥', `${file} 能被他人读取`, `请执行 chmod 400 ${file}。`)
		: well('主密钥', `${file}（请单独保管一份，备份中没有）`);
}
