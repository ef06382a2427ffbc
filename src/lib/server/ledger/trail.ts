import { createHash } from 'node:crypto';
import type { Asker } from '#lib/server/access/asker.ts';
import { prepared, type Ledger } from './open.ts';

/** One entry of the trail: who did what to what, when. */
export interface TrailEntry {
	readonly seq: number;
	readonly at: string;
	readonly user: number | null;
	readonly action: string;
	readonly target: string;
	readonly detail: string;
	readonly previous: string;
	readonly hash: string;
}

const hashOf = (entry: Omit<TrailEntry, 'seq' | 'hash'>): string =>
	createHash('sha256')
		.update(JSON.stringify([entry.previous, entry.at, entry.user, entry.action, entry.target, entry.detail]))
		.digest('hex');

/** Adds an entry that carries the hash of the one before; belongs inside the transaction of what it records. */
export function record(
	ledger: Ledger,
	asker: Pick<Asker, 'user'>,
	action: string,
	target: string,
	detail: Readonly<Record<string, unknown>> = {}
): void {
	const write = () => {
		const previous =
			(prepared(ledger.db, 'select hash from audit order by seq desc limit 1').pluck().get() as string) ?? '';
		const entry = {
			at: ledger.now().toISOString(),
			user: asker.user,
			action,
			target,
			detail: JSON.stringify(detail),
			previous
		};
		prepared(
			ledger.db,
			'insert into audit (at, user, action, target, detail, previous, hash) values (?, ?, ?, ?, ?, ?, ?)'
		).run(entry.at, entry.user, action, target, entry.detail, previous, hashOf(entry));
	};
	if (ledger.db.inTransaction) write();
	else ledger.db.transaction(write).immediate();
}

/** The first entry that was altered or is missing; `null` if the whole trail holds. */
export function firstBroken(ledger: Ledger): number | null {
	let previous = '';
	let seq = 0;
	for (const row of ledger.db.prepare('select * from audit order by seq').iterate()) {
		const entry = row as TrailEntry;
		seq += 1;
		if (entry.seq !== seq || entry.previous !== previous || entry.hash !== hashOf(entry)) return seq;
		previous = entry.hash;
	}
	return null;
}

/** The newest entries about a target, or about everything. */
export function trailOf(ledger: Ledger, target: string | null, limit = 100, before?: number): TrailEntry[] {
	const top = before ?? Number.MAX_SAFE_INTEGER;
	return (
		target === null
			? prepared(ledger.db, 'select * from audit where seq < ? order by seq desc limit ?').all(top, limit)
			: prepared(ledger.db, 'select * from audit where target = ? and seq < ? order by seq desc limit ?').all(
					target,
					top,
					limit
				)
	) as TrailEntry[];
}
