import { dayIn } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { sinceChange } from '#lib/server/warehouse/generation.ts';

/** What pages are kept under: the same texts as long as nothing they show has changed. */
export interface PageState {
	/** Changes with every control, own parameter, break, institution, and day: nothing from before may be shown. */
	readonly terms: string;
	/** Changes with every return that comes into force or is given back, and with every rebuilt month. */
	readonly data: string;
}

function state(ledger: Ledger): PageState {
	const [data, terms] = prepared(
		ledger.db,
		`select (select coalesce(sum(version), 0) || ':' || coalesce(max(changedAt), '') from period_version)
			|| ' ' || (select count(dirtySince) || ':' || coalesce(max(builtAt), '') from cell_state)
			|| ' ' || (select count(*) || ':' || coalesce(max(returnedAt), '') || ':' || count(returnedAt) from filing)
			|| ' ' || (select coalesce(max(id), 0) from submission where acceptedAt is not null),
			(select coalesce(group_concat(id || key || "from" || value), '') from parameter)
			|| ' ' || (select coalesce(group_concat(id || ':' || value), '') from control)
			|| ' ' || (select count(*) || coalesce(max(recordedAt), '') from definition_break)
			|| ' ' || (select count(*) from institution)`
	)
		.raw()
		.get() as [string, string];
	return { data, terms: `${terms} ${dayIn(ledger.now())}` };
}

/** The state of a ledger as pages show it; looked at anew only when anything was written. */
export const pageState = (ledger: Ledger): PageState =>
	sinceChange(ledger, 'page state', () => state(ledger));
