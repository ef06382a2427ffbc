import { setTimeout as pause } from 'node:timers/promises';
import { isInPlace } from './in-place.ts';
import type { Ledger } from './open.ts';
import { isBusy, refusal, refusalIn } from './trouble.ts';

/** How long a server's own connection may stand still for another writer; it asks for its turn beforehand. */
export const standstill = 250;

const patience = 5_000;
const again = 25;

/** Does something that gives up where another writer does not end within so many milliseconds. */
export function waitingAtMost<T>(milliseconds: number, { db }: Pick<Ledger, 'db'>, work: () => T): T {
	const usual = db.pragma('busy_timeout', { simple: true }) as number;
	db.pragma(`busy_timeout = ${milliseconds}`);
	try {
		return work();
	} finally {
		db.pragma(`busy_timeout = ${usual}`);
	}
}

/** Whether nobody else writes just now; throws if nobody can. */
function isFree(ledger: Pick<Ledger, 'db'>): boolean {
	try {
		waitingAtMost(0, ledger, () => ledger.db.transaction(() => undefined).immediate());
		return true;
	} catch (cause) {
		if (isBusy(cause)) return false;
		throw refusalIn(cause) ?? cause;
	}
}

/** Waits while another process writes, without keeping anybody else waiting; after a few seconds says that the system is busy. */
export async function turn(ledger: Pick<Ledger, 'db'>, longest = patience): Promise<void> {
	if (ledger.db.inTransaction) return;
	if (!isInPlace(ledger.db)) throw refusal('broken');
	for (const until = performance.now() + longest; !isFree(ledger); await pause(again))
		if (performance.now() > until) throw refusal('busy');
}
