import { createHash } from 'node:crypto';
import type { Act } from '#policy/acts.ts';
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

/** The hash of an entry; it covers the one before, so that none can be changed, moved or left out. */
export const hashOf = (entry: Omit<TrailEntry, 'seq' | 'hash'>): string =>
	createHash('sha256')
		.update(JSON.stringify([entry.previous, entry.at, entry.user, entry.action, entry.target, entry.detail]))
		.digest('hex');

/** The last entry moved to a file; a ledger of before there were such files has none. */
const lastArchived = ({ db }: Pick<Ledger, 'db'>): unknown =>
	db.prepare(`select 1 from sqlite_schema where name = 'audit_archive'`).get() &&
	db.prepare('select through as seq, hash from audit_archive order by through desc limit 1').get();

/** The end of the trail: what the next entry goes on from. */
export function headOf(ledger: Pick<Ledger, 'db'>): { readonly seq: number; readonly hash: string } {
	const last = prepared(ledger.db, 'select seq, hash from audit order by seq desc limit 1').get();
	return (last ?? lastArchived(ledger) ?? { seq: 0, hash: '' }) as { seq: number; hash: string };
}

/** Adds an entry that carries the hash of the one before; belongs inside the transaction of what it records. */
export function record(
	ledger: Ledger,
	asker: Pick<Asker, 'user'>,
	action: Act,
	target: string,
	detail: Readonly<Record<string, unknown>> = {}
): void {
	if (ledger.noted) {
		ledger.noted.push({ action, target, detail });
		return;
	}
	const write = () => {
		const entry = {
			at: ledger.now().toISOString(),
			user: asker.user,
			action,
			target,
			detail: JSON.stringify(detail),
			previous: headOf(ledger).hash
		};
		prepared(
			ledger.db,
			'insert into audit (at, user, action, target, detail, previous, hash) values (?, ?, ?, ?, ?, ?, ?)'
		).run(entry.at, entry.user, action, target, entry.detail, entry.previous, hashOf(entry));
	};
	if (ledger.db.inTransaction) write();
	else ledger.db.transaction(write).immediate();
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
