import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, setting } from '#settings';
import { backupsOf, glance, kindLabels, namesOn, newestGood } from '#lib/server/keep/shelf.ts';
import { connect } from '#lib/server/ledger/open.ts';
import { moment } from '#core/moment.ts';
import { note, well, wrong, type Line } from './line.ts';

const hour = 3_600_000;

function about(dir: string): { readonly id: string | null; readonly demo: boolean } {
	const db = connect(join(dir, 'ledger.db'), { readonly: true });
	try {
		const value = (key: string) =>
			(db.prepare('select value from setting where key = ?').pluck().get(key) as string | undefined) ?? null;
		return { id: value('id'), demo: value('demo') === 'yes' };
	} catch {
		// A ledger that cannot be asked is another line; its backups are looked at all the same.
		return { id: null, demo: false };
	} finally {
		db.close();
	}
}

const aged = (elapsed: number): string =>
	elapsed < hour
		? '不到 1 小时前'
		: elapsed < 48 * hour
			? `${Math.floor(elapsed / hour)} 小时前`
			: `${Math.floor(elapsed / (24 * hour))} 天前`;

function newestLine(dir: string, shelf: string, id: string | null, demo: boolean, now: number): Line {
	const newest = newestGood(dir, id);
	const again = `请执行 ${commandLine('backup')}；服务运行时应每小时自动备份，没有的请查“运行”页。`;
	if (!newest)
		return demo ? well('最近备份', '演示数据，不要求备份') : note('最近备份', '没有核验通过的备份', again);
	const elapsed = now - Date.parse(newest.madeAt);
	const found = `${moment(newest.madeAt)}（${aged(elapsed)}，${kindLabels[newest.kind]}），已核验，${newest.encryption ? '已加密' : '未加密'}`;
	const latest = glance(shelf, namesOn(shelf)[0]!);
	if (!latest || latest.faults.length)
		return wrong(
			'最近备份',
			`最新一份不合格；此前合格的：${found}`,
			`请执行 ${commandLine('verify-backup latest')}。`
		);
	return elapsed > 72 * hour && !demo
		? wrong('最近备份', found, again)
		: elapsed > 3 * hour && !demo
			? note('最近备份', found, again)
			: well('最近备份', found);
}

/** Backups: where they lie, whether the newest is whole and how old it is. */
export function backupLines(dir: string, now = Date.now()): Line[] {
	if (!existsSync(join(dir, 'ledger.db'))) return [well('最近备份', '还没有账本')];
	const shelf = backupsOf(dir);
	const { id, demo } = about(dir);
	const beside = !existsSync(shelf) || statSync(shelf).dev === statSync(dir).dev;
	return [
		newestLine(dir, shelf, id, demo, now),
		beside && !demo
			? note(
					'备份位置',
					`${shelf}，与账本在同一块磁盘`,
					'请用 TECHFIN_BACKUPS 指到另一块磁盘，并定期整个目录拷往异地。'
				)
			: well('备份位置', shelf),
		well('备份加密', setting('TECHFIN_BACKUP_KEY') ? '已设密钥文件' : '未设 TECHFIN_BACKUP_KEY，备份不加密')
	];
}
