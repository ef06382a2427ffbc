import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from './open.ts';
import { waitingAtMost } from './turn.ts';

/** The longest the database's log grows by itself: beyond it somebody reads for so long that it cannot be cut. */
export const longestLog = 64 * 1024 * 1024;

/** Below this it is not worth cutting. */
const short = 4 * 1024 * 1024;

/** Bytes of the database's log. */
export const logSize = ({ dir }: Pick<Ledger, 'dir'>): number =>
	statSync(join(dir, 'ledger.db-wal'), { throwIfNoEntry: false })?.size ?? 0;

/** Brings the log into the database and cuts it; waits for nobody, and answers whether it could. */
export function cutLog(ledger: Ledger): boolean {
	if (logSize(ledger) <= short) return true;
	return waitingAtMost(0, ledger, () => {
		const [came] = ledger.db.pragma('wal_checkpoint(truncate)') as { busy: number }[];
		return came?.busy === 0;
	});
}
