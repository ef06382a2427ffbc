import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { isBusy } from '#lib/server/ledger/trouble.ts';

type Folder = Pick<Ledger, 'dir'>;

const locked = Symbol.for('techfin.locked');
/** Folders this process serves; kept on the global so that a reloaded module knows. */
const mine = ((globalThis as { [locked]?: Set<string> })[locked] ??= new Set());

/** Whether this very process is the server of the folder. */
export const isServedHere = ({ dir }: Folder): boolean => mine.has(dir);

/** Another process is the server of a folder. */
export class ServedElsewhere extends Error {}

/** Makes this process the only server of a data folder; the system lets go of it when the process ends, however it ends. */
export function lockServer({ dir }: Folder): () => void {
	const lock = new BetterSqlite3(join(dir, 'server.lock'), { timeout: 0 });
	try {
		lock.exec('begin exclusive');
	} catch (cause) {
		lock.close();
		if (!isBusy(cause)) throw cause;
		throw new ServedElsewhere(`another server runs on this data folder: ${dir}`, { cause });
	}
	mine.add(dir);
	return () => {
		mine.delete(dir);
		lock.close();
	};
}
