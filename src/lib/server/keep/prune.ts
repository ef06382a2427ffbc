import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

const day = 86_400_000;
/** How long ended jobs are kept to be looked at, and halves of files that somebody may still be sending. */
const kept = { done: 30 * day, failed: 180 * day, temporary: day };

/** Removes jobs that ended long ago and temporary files that nobody can be writing any more. */
export function prune(ledger: Ledger): { readonly jobs: number; readonly files: number } {
	const before = (age: number): string => new Date(ledger.now().getTime() - age).toISOString();
	const { changes } = ledger.db
		.transaction(() =>
			prepared(
				ledger.db,
				`delete from job where (state = 'done' and runAt < ?) or (state = 'failed' and runAt < ?)`
			).run(before(kept.done), before(kept.failed))
		)
		.immediate();
	const folder = join(ledger.dir, 'tmp');
	const old = readdirSync(folder).filter(
		(name) => statSync(join(folder, name)).mtimeMs < Date.now() - kept.temporary
	);
	for (const name of old) rmSync(join(folder, name), { recursive: true, force: true });
	return { jobs: changes, files: old.length };
}
