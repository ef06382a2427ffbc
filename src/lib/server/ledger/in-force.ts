import { addDays, isDate, lastMonth, monthsOf, type Period } from '#core/period.ts';
import { datasetOf } from '#datasets/index.ts';
import { prepared, type Ledger } from './open.ts';

/** A submission whose rows count. */
export interface InForce {
	readonly id: number;
	readonly institution: string;
	readonly period: Period;
	/** `complete` stands for everything its filer holds; `additions` adds to what came before. */
	readonly mode: 'complete' | 'additions';
	readonly acceptedAt: string;
}

/** Which submissions: of one period, or of all up to one (registers); as known at the end of a day, or now. */
export interface InForceQuery {
	readonly period?: Period;
	readonly upTo?: Period;
	readonly institution?: string;
	readonly asOf?: string;
}

/** The instant after which a day is over in Beijing, in UTC; a timestamp stands for itself. */
const instantAfter = (asOf: string): string =>
	new Date(isDate(asOf) ? `${addDays(asOf, 1)}T00:00:00+08:00` : new Date(asOf).getTime() + 1).toISOString();

const ordered = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The submissions in force, in the order in which a register takes them in. */
export function submissionsInForce(ledger: Ledger, datasetId: string, query: InForceQuery): InForce[] {
	const known = query.asOf === undefined ? null : instantAfter(query.asOf);
	const found = prepared(
		ledger.db,
		`select s.id, f.institution, f.period, s.mode, s.acceptedAt
		from submission s join filing f on f.id = s.filing
		where f.dataset = @dataset and s.acceptedAt is not null
			and (@period is null or f.period = @period) and (@institution is null or f.institution = @institution)
			and case when @known is null then s.endedAt is null
				else s.acceptedAt < @known and (s.endedAt is null or s.endedAt >= @known) end`
	).all({
		dataset: datasetId,
		period: query.period ?? null,
		institution: query.institution ?? null,
		known
	}) as InForce[];
	const bound = query.upTo === undefined ? null : lastMonth(query.upTo);
	return found
		.map((entry) => ({ entry, at: lastMonth(entry.period) }))
		.filter(({ at }) => bound === null || at <= bound)
		.sort(
			(a, b) =>
				ordered(a.at, b.at) || ordered(a.entry.acceptedAt, b.entry.acceptedAt) || a.entry.id - b.entry.id
		)
		.map(({ entry }) => entry);
}

/** 数据版本 of a month: how many times something came into force for it; 0 if nothing has. */
export const versionOf = (ledger: Ledger, month: Period): number =>
	(prepared(ledger.db, 'select version from period_version where period = ?').pluck().get(month) as number) ??
	0;

/** Counts a new version of every month a filing speaks of; a register also speaks of all later months. */
export function bumpVersions(ledger: Ledger, datasetId: string, period: Period): void {
	const bump = prepared(
		ledger.db,
		`insert into period_version values (@period, 1, @at)
		on conflict (period) do update set version = version + 1, changedAt = @at`
	);
	const at = ledger.now().toISOString();
	const months = new Set(monthsOf(period));
	if (datasetOf(datasetId).nature === 'register') {
		const later = prepared(ledger.db, 'select period from period_version where period > ?').pluck();
		for (const month of later.all(lastMonth(period)) as Period[]) months.add(month);
	}
	for (const month of months) bump.run({ period: month, at });
}
