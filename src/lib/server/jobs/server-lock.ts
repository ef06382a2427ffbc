import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Ledger } from '#lib/server/ledger/open.ts';

type Folder = Pick<Ledger, 'dir'>;

const locked = Symbol.for('techfin.locked');
/** Folders this process serves; kept on the global so that a reloaded module knows. */
const mine = ((globalThis as { [locked]?: Set<string> })[locked] ??= new Set());

/** Whether this very process is the server of the folder. */
export const isServedHere = ({ dir }: Folder): boolean => mine.has(dir);

/** Makes this process the only server of a data folder; the system lets go of it when the process ends, however it ends. */
export function lockServer({ dir }: Folder): () => void {
	const lock = new BetterSqlite3(join(dir, 'server.lock'), { timeout: 0 });
	try {
		lock.exec('begin exclusive');
	} catch (cause) {
		lock.close();
		throw new Error(`another server runs on this data folder: ${dir}`, { cause });
	}
	mine.add(dir);
	return () => {
		mine.delete(dir);
		lock.close();
	};
}
