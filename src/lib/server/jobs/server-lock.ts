import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Ledger } from '#lib/server/ledger/open.ts';

/** Makes this process the only server of a data folder; the system lets go of it when the process ends, however it ends. */
export function lockServer(ledger: Ledger): () => void {
	const lock = new BetterSqlite3(join(ledger.dir, 'server.lock'), { timeout: 0 });
	try {
		lock.exec('begin exclusive');
	} catch (cause) {
		lock.close();
		throw new Error(`another server runs on this data folder: ${ledger.dir}`, { cause });
	}
	return () => lock.close();
}
