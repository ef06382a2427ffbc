import { statfs } from 'node:fs/promises';
import type { Asker } from '#lib/server/access/asker.ts';
import { bytes } from '#lib/server/access/guard.ts';
import { may } from '#lib/server/access/rights.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { moment } from './moment.ts';

const jobStates = { queued: '排队', running: '办理中', done: '办结', failed: '失败' } as const;
const jobKinds = { check: '校验', rebuild: '汇总' } as const;

/** What keeps the system running, for the system administrator: disk, ledger, work that outlives requests. */
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
	return {
		stats: [
			{ label: '磁盘剩余', value: bytes(bavail * bsize) },
			{ label: '磁盘总量', value: bytes(blocks * bsize) },
			{ label: '账本大小', value: bytes(pages * size) },
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
