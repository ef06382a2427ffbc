import { dayIn } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { sinceChange } from '#lib/server/warehouse/generation.ts';

/** Changes with every return that comes into force or is given back, with every rebuilt month, own parameter, break, and day. */
function state(ledger: Ledger): string {
	const seen = prepared(
		ledger.db,
		`select (select coalesce(sum(version), 0) || ':' || coalesce(max(changedAt), '') from period_version)
			|| ' ' || (select count(dirtySince) || ':' || coalesce(max(builtAt), '') from cell_state)
			|| ' ' || (select count(*) || ':' || coalesce(max(returnedAt), '') || ':' || count(returnedAt) from filing)
			|| ' ' || (select coalesce(max(id), 0) from submission where acceptedAt is not null)
			|| ' ' || (select coalesce(group_concat(id || key || "from" || value), '') from parameter)
			|| ' ' || (select count(*) || coalesce(max(recordedAt), '') from definition_break)
			|| ' ' || (select count(*) from institution)`
	)
		.pluck()
		.get() as string;
	return `${seen} ${dayIn(ledger.now())}`;
}

/** What pages are kept under: the same text as long as nothing they show has changed. Looked at anew only when anything was written. */
export const pageState = (ledger: Ledger): string => sinceChange(ledger, 'page state', () => state(ledger));
