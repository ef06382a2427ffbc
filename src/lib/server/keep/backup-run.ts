import process from 'node:process';
import type { Asker } from '#lib/server/access/asker.ts';
import { log } from '#lib/server/access/log.ts';
import { runChild } from '#lib/server/jobs/child.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import { turn } from '#lib/server/ledger/turn.ts';
import type { Kind } from './shelf.ts';

/** What a process that made a backup says of it. */
export interface Said {
	readonly name: string;
	readonly madeAt: string;
	readonly faults: readonly string[];
	/** Bytes of the database as it is stored. */
	readonly size: number;
	readonly added: number;
	readonly removed: number;
	readonly seconds: number;
}

/** Settings that work on backups needs to know. */
const passed = ['TECHFIN_BACKUPS', 'TECHFIN_BACKUP_KEY', 'TECHFIN_KEY'] as const;

/** What a child that works on copies may use, and what it is told. */
export const copying = (signal?: AbortSignal) => ({
	...(signal && { signal }),
	work: 'copy' as const,
	timeout: 4 * 3_600_000,
	heap: 1024,
	memory: 1800,
	env: Object.fromEntries(passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]!]] : [])))
});

/** Leaves word of a backup that failed, or of a ledger that was found faulty when it was backed up. */
export function noteFailure(
	ledger: Ledger,
	asker: Pick<Asker, 'user'>,
	name: string,
	faults: readonly string[]
): void {
	log('error', 'backup failed', { name, faults: faults.slice(0, 5) });
	try {
		record(ledger, asker, 'backup.fail', `backup:${name}`, { faults: faults.slice(0, 20) });
	} catch (cause) {
		// With a full disk not even this can be written; the log has it.
		log('error', 'backup failure not recorded', { fault: String(cause) });
	}
}

/** Makes a backup in a process of its own and leaves word of it in the trail; throws a sentence if there is none. */
export async function backUp(
	ledger: Ledger,
	asker: Pick<Asker, 'user'>,
	kind: Kind,
	signal?: AbortSignal
): Promise<Said> {
	let said: Said | undefined;
	try {
		await runChild('src/lib/server/keep/backup-worker.ts', [ledger.dir, kind], {
			...copying(signal),
			onMessage: (message) => (said = message as Said)
		});
		if (!said) throw new Error('backup process said nothing');
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		if (!signal?.aborted) noteFailure(ledger, asker, kind, [why]);
		throw new Refused(`备份没有做成：${why}`, 503);
	}
	const { name, faults, seconds, ...rest } = said;
	await turn(ledger);
	if (faults.length) noteFailure(ledger, asker, name, faults);
	else record(ledger, asker, 'backup.make', `backup:${name}`, { ...rest, seconds: Math.round(seconds) });
	return said;
}
