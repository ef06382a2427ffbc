import { setTimeout as pause } from 'node:timers/promises';
import { isInPlace } from './in-place.ts';
import type { Ledger } from './open.ts';
import { isBusy, refusal, refusalIn } from './trouble.ts';

/** How long a server's own connection may stand still for another writer; it asks for its turn beforehand. */
export const standstill = 250;

const patience = 5_000;
const again = 25;

/** Whether nobody else writes just now; throws if nobody can. */
function isFree({ db }: Pick<Ledger, 'db'>): boolean {
	const usual = db.pragma('busy_timeout', { simple: true }) as number;
	db.pragma('busy_timeout = 0');
	try {
		db.transaction(() => undefined).immediate();
		return true;
	} catch (cause) {
		if (isBusy(cause)) return false;
		throw refusalIn(cause) ?? cause;
	} finally {
		db.pragma(`busy_timeout = ${usual}`);
	}
}

/** Waits while another process writes, without keeping anybody else waiting; after a few seconds says that the system is busy. */
export async function turn(ledger: Pick<Ledger, 'db'>, longest = patience): Promise<void> {
	if (ledger.db.inTransaction) return;
	if (!isInPlace(ledger.db)) throw refusal('broken');
	for (const until = performance.now() + longest; !isFree(ledger); await pause(again))
		if (performance.now() > until) throw refusal('busy');
}
