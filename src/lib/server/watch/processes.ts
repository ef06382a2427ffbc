import { readdirSync, readFileSync } from 'node:fs';
import { residentOf } from '#lib/server/jobs/child.ts';

/** Processes begun by a process, and by those in turn; none where the system does not say. */
export function childrenOf(pid: number | 'self' = 'self'): number[] {
	try {
		return readdirSync(`/proc/${pid}/task`)
			.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' '))
			.filter(Boolean)
			.flatMap((child) => [Number(child), ...childrenOf(Number(child))]);
	} catch {
		// Gone meanwhile, or a system without /proc.
		return [];
	}
}

/** Resident bytes of processes together. */
export const residentBytes = (pids: readonly number[]): number =>
	pids.reduce((sum, pid) => sum + residentOf(pid) * 1024 * 1024, 0);
