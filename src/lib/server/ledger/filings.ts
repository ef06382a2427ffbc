import { dayOf } from '#core/moment.ts';
import { endOf, frequencyOf, isMonth, lastMonth, periodOf, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { dueOn } from './due.ts';
import { institutions, type Institution } from './institutions.ts';
import { prepared, type Ledger } from './open.ts';
import { parametersOf } from './parameters.ts';
import { onlyFilings } from './scope.ts';

/** States of a submission; see `submission.state`. */
export type State =
	| 'received'
	| 'checking'
	| 'refused'
	| 'explaining'
	| 'ready'
	| 'accepted'
	| 'superseded'
	| 'returned'
	| 'withdrawn'
	| 'failed';

/** 报送任务 with how far it has come. */
export interface Filing {
	readonly id: number;
	readonly dataset: string;
	readonly institution: string;
	readonly period: Period;
	readonly dueOn: string | null;
	readonly expected: boolean;
	readonly returnedReason: string | null;
	readonly returnedAt: string | null;
	/** The newest submission; `null` if nothing came in. */
	readonly latest: {
		readonly id: number;
		readonly number: number;
		readonly state: State;
		readonly receipt: string;
		readonly uploadedAt: string;
	} | null;
	/** The submission whose rows count. */
	readonly inForce: {
		readonly id: number;
		readonly number: number;
		readonly receipt: string;
		readonly acceptedAt: string;
	} | null;
	/** Past its due date with nothing in force, or returned and not yet replaced. */
	readonly overdue: boolean;
	/** In force, but accepted after the due date. */
	readonly late: boolean;
}

/** Whether an institution owes a dataset in a period. */
export function owes(dataset: Dataset, institution: Institution, period: Period): boolean {
	const files = dataset.filerIds
		? dataset.filerIds.includes(institution.id)
		: dataset.filers.includes(institution.kind);
	const end = endOf(period);
	return files && institution.from <= end && (institution.until === null || institution.until >= end);
}

/** The period of a dataset that ends with this one; `null` if none does. */
function periodFor(dataset: Dataset, period: Period): Period | null {
	if (dataset.every === 'event' || (!dataset.filers.length && !dataset.filerIds?.length)) return null;
	if (frequencyOf(period) === dataset.every) return period;
	if (!isMonth(period) || dataset.every !== 'quarter') return null;
	const quarter = periodOf(period, 'quarter');
	return lastMonth(quarter) === period ? quarter : null;
}

/** Enters every obligation of a period, a quarter's with its last month; those entered before stay as they are. */
export function ensureFilings(ledger: Ledger, period: Period): void {
	const filers = institutions(ledger);
	const enter = prepared(
		ledger.db,
		`insert into filing (dataset, institution, period, dueOn, expected) values (?, ?, ?, ?, 1)
		on conflict (dataset, period, institution) do update set expected = 1, dueOn = coalesce(dueOn, excluded.dueOn)
		where expected = 0`
	);
	const parameter = parametersOf(ledger);
	const write = () => {
		for (const dataset of datasets.values()) {
			const at = periodFor(dataset, period);
			if (at === null) continue;
			const due = dueOn(dataset, at, parameter);
			for (const filer of filers) if (owes(dataset, filer, at)) enter.run(dataset.id, filer.id, at, due);
		}
	};
	if (ledger.db.inTransaction) write();
	else ledger.db.transaction(write).immediate();
}

/** The filing of one dataset, institution and period; entered if it was not, inside the caller's transaction. */
export function filingFor(
	ledger: Ledger,
	dataset: Dataset,
	institution: Institution,
	period: Period
): number {
	const known = prepared(
		ledger.db,
		'select id from filing where dataset = ? and period = ? and institution = ?'
	).pluck();
	const found = known.get(dataset.id, period, institution.id) as number | undefined;
	if (found !== undefined) return found;
	const expected = dataset.every !== 'event' && owes(dataset, institution, period);
	const entered = prepared(
		ledger.db,
		'insert into filing (dataset, institution, period, dueOn, expected) values (?, ?, ?, ?, ?)'
	).run(
		dataset.id,
		institution.id,
		period,
		expected ? dueOn(dataset, period, parametersOf(ledger)) : null,
		expected ? 1 : 0
	);
	return Number(entered.lastInsertRowid);
}

interface Joined extends Omit<Filing, 'expected' | 'latest' | 'inForce' | 'overdue' | 'late'> {
	readonly expected: number;
	readonly latestId: number | null;
	readonly latestNumber: number;
	readonly latestState: State;
	readonly latestReceipt: string;
	readonly latestAt: string;
	readonly forceId: number | null;
	readonly forceNumber: number;
	readonly forceReceipt: string;
	readonly forceAt: string;
}

/** The calendar day in Beijing at an instant. */
export const dayIn = (instant: Date | string): string =>
	dayOf(typeof instant === 'string' ? instant : instant.toISOString());

const columnOf = {
	only: 'f.institution',
	institution: 'f.institution',
	dataset: 'f.dataset',
	period: 'f.period',
	id: 'f.id'
} as const;

/** What is owed and what came in, by official order; an institution's people see its own only. */
export function filingsOf(
	ledger: Ledger,
	asker: Asker,
	query: { period?: Period; institution?: string; dataset?: string; id?: number }
): Filing[] {
	const today = dayIn(ledger.now());
	const given = { ...query, only: onlyFilings(asker) };
	// Only what is asked stands in the statement, so that an index finds it.
	const wanted = (Object.keys(columnOf) as (keyof typeof columnOf)[]).filter(
		(name) => (given[name] ?? null) !== null
	);
	const rows = prepared(
		ledger.db,
		`select f.id, f.dataset, f.institution, f.period, f.dueOn, f.expected, f.returnedReason, f.returnedAt,
			l.id as latestId, l.number as latestNumber, l.state as latestState, l.receipt as latestReceipt, l.uploadedAt as latestAt,
			a.id as forceId, a.number as forceNumber, a.receipt as forceReceipt, a.acceptedAt as forceAt
		from filing f join institution i on i.id = f.institution
		left join submission l on l.id = (select max(id) from submission where filing = f.id)
		left join submission a on a.id = (select max(id) from submission where filing = f.id and acceptedAt is not null and endedAt is null)
		where ${wanted.map((name) => `${columnOf[name]} = @${name}`).join(' and ') || 'true'}
		order by f.period desc, i.sort, i.id, f.dataset`
	).all(Object.fromEntries(wanted.map((name) => [name, given[name]]))) as Joined[];
	return rows.map((row) => {
		const inForce =
			row.forceId === null
				? null
				: { id: row.forceId, number: row.forceNumber, receipt: row.forceReceipt, acceptedAt: row.forceAt };
		return {
			id: row.id,
			dataset: row.dataset,
			institution: row.institution,
			period: row.period,
			dueOn: row.dueOn,
			expected: row.expected === 1,
			returnedReason: row.returnedReason,
			returnedAt: row.returnedAt,
			latest:
				row.latestId === null
					? null
					: {
							id: row.latestId,
							number: row.latestNumber,
							state: row.latestState,
							receipt: row.latestReceipt,
							uploadedAt: row.latestAt
						},
			inForce,
			overdue: row.dueOn !== null && row.dueOn < today && (inForce === null || row.returnedAt !== null),
			late: row.dueOn !== null && inForce !== null && dayIn(inForce.acceptedAt) > row.dueOn
		};
	});
}
