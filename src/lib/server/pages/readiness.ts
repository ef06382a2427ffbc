import { statfs } from 'node:fs/promises';
import type { Ledger } from '#lib/server/ledger/open.ts';

const leastFree = 500 * 1024 * 1024;

async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
	try {
		return await check();
	} catch {
		return false;
	}
}

/** Whether the server can do its work: the ledger can be opened, read and written, and the disk has room. */
export async function readiness(
	open: () => Ledger
): Promise<{ ready: boolean; checks: Record<string, boolean> }> {
	const checks = {
		ledger: await holds(() => open().db.prepare('select 1').pluck().get() === 1),
		writable: await holds(() => {
			open()
				.db.transaction(() => undefined)
				.immediate();
			return true;
		}),
		disk: await holds(async () => {
			const { bavail, bsize } = await statfs(open().dir);
			return bavail * bsize >= leastFree;
		})
	};
	return { ready: Object.values(checks).every(Boolean), checks };
}
