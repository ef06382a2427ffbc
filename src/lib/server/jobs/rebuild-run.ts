import type { Ledger } from '#lib/server/ledger/open.ts';
import { runChild } from './child.ts';

/** Rebuilds in a process of its own what accepted rows made stale. */
export const rebuildInChild = (ledger: Ledger, options: { signal?: AbortSignal } = {}): Promise<void> =>
	runChild('src/lib/server/jobs/rebuild-worker.ts', [ledger.dir], {
		...options,
		work: 'rollup',
		timeout: 1_800_000,
		heap: 768,
		memory: 1500
	});
