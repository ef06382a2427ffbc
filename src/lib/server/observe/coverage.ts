import { lastMonth, monthsOf, yearToDate, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { submissionsInForce } from '../ledger/in-force.ts';
import { prepared, type Ledger } from '../ledger/open.ts';
import { sinceChange } from '../warehouse/generation.ts';
import type { Coverage } from './types.ts';

interface Obligation {
	readonly institution: string;
	readonly expected: boolean;
	readonly returned: boolean;
}

/** Who owes a dataset, by month (a quarter's under its last), in official order. */
function obligations(ledger: Ledger, dataset: string): ReadonlyMap<Period, readonly Obligation[]> {
	return sinceChange(ledger, `obligations ${dataset}`, () => {
		const rows = prepared(
			ledger.db,
			`select f.period, f.institution, f.expected, f.returnedAt is not null
			from filing f join institution i on i.id = f.institution
			where f.dataset = ? order by i.sort, i.id`
		)
			.raw()
			.all(dataset) as [Period, string, number, number][];
		const byMonth = new Map<Period, Obligation[]>();
		for (const [period, institution, expected, returned] of rows) {
			const month = lastMonth(period);
			const list = byMonth.get(month) ?? [];
			if (!list.length) byMonth.set(month, list);
			list.push({ institution, expected: expected === 1, returned: returned === 1 });
		}
		return byMonth;
	});
}

/** Which institutions' files of a dataset are in force, or were at the end of a day, by month. */
export const filersOf = (
	ledger: Ledger,
	dataset: string,
	asOf?: string
): ReadonlyMap<Period, ReadonlySet<string>> =>
	sinceChange(ledger, `filers ${dataset} ${asOf ?? ''}`, () => {
		const filers = new Map<Period, Set<string>>();
		for (const { institution, period } of submissionsInForce(
			ledger,
			dataset,
			asOf === undefined ? {} : { asOf }
		)) {
			const month = lastMonth(period);
			const known = filers.get(month);
			if (known) known.add(institution);
			else filers.set(month, new Set([institution]));
		}
		return filers;
	});

/** Of some months those for which a dataset has to be filed; none where files come as things happen. */
export function owedMonths({ nature, every }: Dataset, months: readonly Period[]): readonly Period[] {
	if (nature === 'register' || every === 'event') return [];
	return every === 'month' ? months : months.filter((month) => Number(month.slice(5)) % 3 === 0);
}

/** Whether an institution owes a dataset for a month. */
export const owes = (ledger: Ledger, dataset: string, institution: string, month: Period): boolean =>
	(obligations(ledger, dataset).get(month) ?? []).some(
		(one) => one.expected && one.institution === institution
	);

/** Whether its files state what holds from some day on, rather than a month. */
export const isRegister = ({ nature }: Dataset): boolean => nature === 'register';

/** The returns whose completeness counts for an indicator: those of the kind of its first, registers or periodic files. */
export const countedReturns = (datasets: readonly Dataset[]): readonly Dataset[] =>
	datasets.filter(
		(dataset) => isRegister(dataset) === (datasets[0] !== undefined && isRegister(datasets[0]))
	);

/** The months whose filings a period rests on: a flow's own, a stock's last, and of a register filed quarterly the latest due. */
export function monthsCounted(
	ledger: Ledger,
	dataset: Dataset,
	period: Period,
	wholeYear: boolean
): readonly Period[] {
	const last = lastMonth(period);
	if (dataset.nature === 'flow') return wholeYear ? yearToDate(period) : monthsOf(period);
	if (!isRegister(dataset) || dataset.every !== 'quarter') return [last];
	const due = [...obligations(ledger, dataset.id).keys()].filter((month) => month <= last).sort();
	return due.slice(-1);
}

/** How complete the returns behind a value are, and whether any of them was sent back to be corrected. */
export interface Completeness {
	readonly coverage: Coverage;
	readonly returned: boolean;
}

export interface CoverageQuery {
	readonly asOf?: string;
	/** The value takes in every month since January. */
	readonly wholeYear?: boolean;
}

/** Who owes the returns of a period, whether they filed all of them, and whether one was sent back. */
interface Owing {
	readonly all: Completeness;
	readonly one: ReadonlyMap<string, Completeness>;
}
const nobody: Completeness = { coverage: { filed: 0, expected: 0, missing: [] }, returned: false };

function owing(ledger: Ledger, datasets: readonly Dataset[], period: Period, query: CoverageQuery): Owing {
	const done = new Map<string, { filed: boolean; returned: boolean }>();
	for (const dataset of countedReturns(datasets)) {
		const known = filersOf(ledger, dataset.id, query.asOf);
		const owed = obligations(ledger, dataset.id);
		const months = monthsCounted(ledger, dataset, period, query.wholeYear ?? false);
		// A month for which nothing was ever asked for is missing from the sum all the same.
		const gap =
			query.wholeYear === true && owedMonths(dataset, months).some((month) => !owed.get(month)?.length);
		for (const month of months)
			for (const one of owed.get(month) ?? []) {
				const filed = known.get(month)?.has(one.institution) ?? false;
				if (!one.expected && !filed) continue;
				const before = done.get(one.institution);
				done.set(one.institution, {
					filed: (before?.filed ?? true) && filed && !gap,
					returned: (before?.returned ?? false) || one.returned
				});
			}
	}
	const missing = [...done].filter(([, { filed }]) => !filed).map(([institution]) => institution);
	return {
		all: {
			coverage: { filed: done.size - missing.length, expected: done.size, missing },
			returned: [...done.values()].some(({ returned }) => returned)
		},
		one: new Map(
			[...done].map(([institution, { filed, returned }]): [string, Completeness] => [
				institution,
				{ coverage: { filed: filed ? 1 : 0, expected: 1, missing: filed ? [] : [institution] }, returned }
			])
		)
	};
}

/** How many of those who owe the returns of a period have filed all of them; of one institution where one is counted. */
export function completenessOf(
	ledger: Ledger,
	datasets: readonly Dataset[],
	period: Period,
	query: CoverageQuery = {}
): (institution: string | null) => Completeness {
	const key = `coverage ${datasets.map(({ id }) => id).join()} ${period} ${query.asOf ?? ''} ${query.wholeYear ?? false}`;
	const { all, one } = sinceChange(ledger, key, () => owing(ledger, datasets, period, query));
	return (institution) => (institution === null ? all : (one.get(institution) ?? nobody));
}
