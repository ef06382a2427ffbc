import { statfs } from 'node:fs/promises';
import type { Asker } from '#lib/server/access/asker.ts';
import { bytes } from '#lib/server/access/guard.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { may } from '#lib/server/access/rights.ts';
import { askFor, choreBusy, chores, choresOf } from '#lib/server/keep/chores.ts';
import { choreLabels, choreState, type ChoreId } from '#lib/server/keep/chore-state.ts';
import { nextDue } from '#lib/server/keep/schedule.ts';
import { backupsOf, identityOf, kindLabels, shelved } from '#lib/server/keep/shelf.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand, Refused } from '#lib/server/ledger/scope.ts';
import { moment } from '#core/moment.ts';

const jobStates = { queued: '排队', running: '办理中', done: '办结', failed: '失败' } as const;
const jobKinds = { check: '校验', rebuild: '汇总' } as const;

const shown = 30;

/** How long ago something was, in words. */
function ageWords(hours: number | null): string {
	if (hours === null) return '没有';
	const minutes = Math.floor(hours * 60);
	return minutes < 1 ? '刚刚' : hours < 1 ? `${minutes} 分钟前` : `${Math.floor(hours)} 小时前`;
}

/** The last backups, what was verified of them, and how old the newest good one is. */
function backups(ledger: Ledger) {
	const shelf = backupsOf(ledger.dir);
	const all = shelved(shelf, identityOf(ledger));
	const good = all.find(({ faults }) => !faults.length);
	const hours = good ? (ledger.now().getTime() - Date.parse(good.madeAt)) / 3_600_000 : null;
	return {
		folder: shelf,
		count: all.length,
		age: ageWords(hours),
		late: !ledger.demo && (hours === null || hours >= 3),
		rows: all.slice(0, shown).map((one) => ({
			key: one.name,
			cells: {
				name: one.name,
				at: moment(one.madeAt),
				kind: kindLabels[one.kind],
				size: bytes(one.database.kept.size),
				files: String(one.contents.files.count),
				locked: one.encryption ? '已加密' : '未加密',
				verified: one.faults.length
					? { text: `账本有问题：${one.faults[0]}`, tone: 'bad' as const }
					: { text: '通过', tone: 'good' as const }
			}
		}))
	};
}

/** What is done by the clock: how it went last, and when it is due next. */
function clockwork(ledger: Ledger) {
	const busy = choreBusy();
	return choresOf(ledger).map((id) => {
		const state = choreState(ledger, id);
		return {
			key: id,
			cells: {
				label: choreLabels[id],
				last: state ? moment(state.at) : '—',
				said:
					busy === id
						? { text: '正在办理', tone: 'warn' as const }
						: state
							? { text: state.said, tone: state.ok ? ('good' as const) : ('bad' as const) }
							: '还没有到时候',
				next: moment(nextDue(chores[id].schedule, ledger.now()).toISOString())
			}
		};
	});
}

const asked: readonly ChoreId[] = ['backup', 'compare'];

/** Begins a backup or a comparison now, for the system administrator, who has just proved who they are. */
export function beginChore(ledger: Ledger, asker: Asker, id: string): string {
	demand(may(asker, 'system'));
	const chore = asked.find((one) => one === id);
	if (!chore) throw new Refused('没有这项任务', 400);
	demandProof(ledger, asker);
	askFor(chore, asker);
	return chore === 'backup'
		? '备份已开始，完成后列在下表（刷新可见）。期间系统照常使用。'
		: '核对已开始，完成后结果列在下表（刷新可见）。期间系统照常使用。';
}

/** What keeps the system running, for the system administrator: disk, ledger, backups, work that outlives requests. */
export async function operationsPage(ledger: Ledger, asker: Asker) {
	demand(may(asker, 'system'));
	const { bavail, blocks, bsize } = await statfs(ledger.dir);
	const pages = ledger.db.pragma('page_count', { simple: true }) as number;
	const size = ledger.db.pragma('page_size', { simple: true }) as number;
	const jobs = prepared(
		ledger.db,
		`select id, kind, state, runAt, attempts, message from job where state <> 'done' order by id desc limit 50`
	).all() as {
		id: number;
		kind: keyof typeof jobKinds;
		state: keyof typeof jobStates;
		runAt: string;
		attempts: number;
		message: string | null;
	}[];
	const kept = backups(ledger);
	return {
		backups: kept,
		clockwork: clockwork(ledger),
		busy: choreBusy() !== null,
		stats: [
			{ label: '磁盘剩余', value: bytes(bavail * bsize) },
			{ label: '磁盘总量', value: bytes(blocks * bsize) },
			{ label: '账本大小', value: bytes(pages * size) },
			{ label: '最近备份', value: kept.age, ...(kept.late && { tone: 'bad' as const }) },
			{ label: '数据库版本', value: prepared(ledger.db, 'select sqlite_version()').pluck().get() as string },
			{ label: '运行环境', value: `Node ${process.versions.node}` }
		],
		jobs: jobs.map((job) => ({
			key: String(job.id),
			cells: {
				id: String(job.id),
				kind: jobKinds[job.kind] ?? job.kind,
				state: jobStates[job.state],
				at: moment(job.runAt),
				attempts: String(job.attempts),
				message: job.message ?? ''
			}
		}))
	};
}
