import { runChild } from '#lib/server/jobs/child.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';

/** Checks a received file in a process of its own, so that no file can harm the server; throws a sentence if that process fails. */
export const checkInChild = (
	ledger: Ledger,
	submission: number,
	options: { signal?: AbortSignal; timeout?: number; onProgress?: (percent: number) => void } = {}
): Promise<void> =>
	runChild('src/lib/server/intake/worker.ts', [ledger.dir, String(submission)], {
		timeout: options.timeout ?? 300_000,
		...(options.signal && { signal: options.signal }),
		onMessage: (message) => {
			const { progress } = message as { progress?: number };
			if (typeof progress === 'number') options.onProgress?.(progress);
		}
	});
