import { lastMonth, monthsOf, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { submissionsInForce } from '../ledger/in-force.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { sinceChange } from '../warehouse/generation.ts';
import type { Coverage } from './types.ts';

interface Obligation {
	readonly institution: string;
	readonly expected: boolean;
	readonly filed: boolean;
	readonly returned: boolean;
}

/** Who owes a dataset and who filed it, by month (a quarter's under its last), in official order. */
function obligations(ledger: Ledger, dataset: string): ReadonlyMap<Period, readonly Obligation[]> {
	return sinceChange(ledger, `obligations ${dataset}`, () => {
		const rows = prepared(
			ledger.db,
			`select f.period, f.institution, f.expected, s.id is not null, f.returnedAt is not null
			from filing f join institution i on i.id = f.institution
			left join submission s on s.filing = f.id and s.acceptedAt is not null and s.endedAt is null
			where f.dataset = ? order by i.sort, i.id`
		)
			.raw()
			.all(dataset) as [Period, string, number, number, number][];
		const byMonth = new Map<Period, Obligation[]>();
		for (const [period, institution, expected, filed, returned] of rows) {
			const month = lastMonth(period);
			const list = byMonth.get(month) ?? [];
			if (!list.length) byMonth.set(month, list);
			list.push({ institution, expected: expected === 1, filed: filed === 1, returned: returned === 1 });
		}
		return byMonth;
	});
}

/** Which institutions' files of a dataset are in force, by month. */
export const filersOf = (ledger: Ledger, dataset: string): ReadonlyMap<Period, ReadonlySet<string>> =>
	sinceChange(
		ledger,
		`filers ${dataset}`,
		() =>
			new Map(
				[...obligations(ledger, dataset)].map(([month, list]) => [
					month,
					new Set(list.filter(({ filed }) => filed).map(({ institution }) => institution))
				])
			)
	);

const isRegister = ({ nature }: Dataset): boolean => nature === 'register';

/** The returns whose completeness counts for an indicator: those of the kind of its first, registers or periodic files. */
export const countedReturns = (datasets: readonly Dataset[]): readonly Dataset[] =>
	datasets.filter(
		(dataset) => isRegister(dataset) === (datasets[0] !== undefined && isRegister(datasets[0]))
	);

/** The months whose filings a period rests on: a flow's own, a stock's last, and of a register filed quarterly the latest due. */
function monthsCounted(ledger: Ledger, dataset: Dataset, period: Period): readonly Period[] {
	const last = lastMonth(period);
	if (dataset.nature === 'flow') return monthsOf(period);
	if (!isRegister(dataset) || dataset.every !== 'quarter') return [last];
	const due = [...obligations(ledger, dataset.id).keys()].filter((month) => month <= last).sort();
	return due.slice(-1);
}

/** How complete the returns behind a value are, and whether any of them was sent back to be corrected. */
export interface Completeness extends Coverage {
	readonly returned: boolean;
}

export interface CoverageQuery {
	/** The only institution counted: a breakdown's key, or whose people ask. */
	readonly institution?: string | null;
	readonly asOf?: string;
}

/** How many of those who owe the returns of a period have filed all of them. */
export function coverageOf(
	ledger: Ledger,
	datasets: readonly Dataset[],
	period: Period,
	query: CoverageQuery = {}
): Completeness {
	const key = `coverage ${datasets.map(({ id }) => id).join()} ${period} ${query.institution ?? ''} ${query.asOf ?? ''}`;
	return sinceChange(ledger, key, () => {
		const done = new Map<string, boolean>();
		let returned = false;
		for (const dataset of countedReturns(datasets)) {
			const known =
				query.asOf === undefined
					? null
					: new Set(
							submissionsInForce(ledger, dataset.id, { asOf: query.asOf }).map(
								(one) => `${one.institution} ${lastMonth(one.period)}`
							)
						);
			const months = monthsCounted(ledger, dataset, period);
			for (const month of months)
				for (const one of obligations(ledger, dataset.id).get(month) ?? []) {
					if (query.institution && one.institution !== query.institution) continue;
					const filed = known ? known.has(`${one.institution} ${month}`) : one.filed;
					if (!one.expected && !filed) continue;
					done.set(one.institution, (done.get(one.institution) ?? true) && filed);
					if (one.returned) returned = true;
				}
		}
		const missing = [...done].filter(([, filed]) => !filed).map(([institution]) => institution);
		return { filed: done.size - missing.length, expected: done.size, missing, returned };
	});
}
