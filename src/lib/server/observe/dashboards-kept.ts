import type { Asker } from '#lib/server/access/asker.ts';
import { dayIn } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

/** How many pages are kept per ledger. */
const most = 80;
const pages = new WeakMap<Ledger, Map<string, unknown>>();

/** Changes with every return that comes in, into force or back, with every rebuilt month, own parameter, break, and day. */
function state(ledger: Ledger): string {
	const seen = prepared(
		ledger.db,
		`select (select coalesce(sum(version), 0) || ':' || coalesce(max(changedAt), '') from period_version)
			|| ' ' || (select count(dirtySince) || ':' || coalesce(max(builtAt), '') from cell_state)
			|| ' ' || (select count(*) || ':' || coalesce(max(returnedAt), '') || ':' || count(returnedAt) from filing)
			|| ' ' || (select coalesce(max(id), 0) from submission)
			|| ' ' || (select coalesce(group_concat(id || key || "from" || value), '') from parameter)
			|| ' ' || (select count(*) || coalesce(max(recordedAt), '') from definition_break)
			|| ' ' || (select count(*) from institution)`
	)
		.pluck()
		.get() as string;
	return `${seen} ${dayIn(ledger.now())}`;
}

/** What a page shows, made once for the same data and kind of reader. */
export function keptPage<T>(ledger: Ledger, asker: Asker, name: string, asked: unknown, build: () => T): T {
	const kept = pages.get(ledger) ?? new Map<string, unknown>();
	pages.set(ledger, kept);
	const who = `${asker.role} ${asker.institution ?? ''} ${asker.unit ?? ''}`;
	const key = `${name} ${who} ${JSON.stringify(asked)} ${state(ledger)}`;
	if (kept.has(key)) {
		const known = kept.get(key) as T;
		kept.delete(key);
		kept.set(key, known);
		return known;
	}
	const made = build();
	kept.set(key, made);
	if (kept.size > most) kept.delete(kept.keys().next().value ?? '');
	return made;
}
