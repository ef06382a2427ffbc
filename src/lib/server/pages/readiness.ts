import { access, constants, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isWorking } from '#lib/server/jobs/run.ts';
import { alarmOf } from '#lib/server/keep/chore-state.ts';
import { identityOf, newestGood } from '#lib/server/keep/shelf.ts';
import { isInPlace } from '#lib/server/ledger/in-place.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { logSize, longestLog } from '#lib/server/ledger/long-log.ts';
import { waitingAtMost } from '#lib/server/ledger/turn.ts';
import { schemaFaults } from '#lib/server/ledger/schema-check.ts';

const leastFree = 500 * 1024 * 1024;
/** Backups are made every hour; three missed ones are a fault. */
const oldestBackup = 3 * 3_600_000;
/** A server that has just started first has to make one. */
const grace = 15 * 60;

async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
	try {
		return await check();
	} catch {
		return false;
	}
}

/** Whether the ledger can be written now, without holding up everybody else while somebody does. */
function isWritable(ledger: Ledger): boolean {
	waitingAtMost(200, ledger, () => ledger.db.transaction(() => undefined).immediate());
	return true;
}

/** Whether the newest good backup is not too old; an invented ledger needs none. */
function isBackedUp(ledger: Ledger, uptime: number): boolean {
	if (ledger.demo || uptime < grace) return true;
	const newest = newestGood(ledger.dir, identityOf(ledger));
	return newest !== null && ledger.now().getTime() - Date.parse(newest.madeAt) < oldestBackup;
}

/** Whether the server can do its work: ledger, disk and background work are well, and so are schema, backups and numbers; what only wants watching is a warning. */
export async function readiness(
	open: () => Ledger,
	uptime = process.uptime()
): Promise<{ ready: boolean; checks: Record<string, boolean>; warnings: string[] }> {
	const checks = {
		ledger: await holds(
			() => isInPlace(open().db) && open().db.prepare('select 1 from submission limit 1').all().length >= 0
		),
		writable: await holds(() => isWritable(open())),
		disk: await holds(async () => {
			const { dir } = open();
			for (const folder of ['tmp', 'files']) await access(join(dir, folder), constants.W_OK);
			const { bavail, bsize } = await statfs(dir);
			return bavail * bsize >= leastFree;
		}),
		work: isWorking(),
		schema: await holds(() => schemaFaults(open().db).length === 0),
		backup: await holds(() => isBackedUp(open(), uptime)),
		comparison: await holds(() => alarmOf(open()) === null)
	};
	const warnings = (await holds(() => logSize(open()) <= longestLog)) ? [] : ['log'];
	return { ready: Object.values(checks).every(Boolean), checks, warnings };
}
