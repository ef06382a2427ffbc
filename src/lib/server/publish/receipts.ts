import { lastMonth, monthsOf, yearToDate, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { leavesOf } from '#formula/formula.ts';
import { datasetsOf, isView } from '#formula/source.ts';
import type { Indicator } from '#indicators/define.ts';
import { submissionsInForce, type InForce } from '#lib/server/ledger/in-force.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import type { Receipt } from './observing.ts';

type Filed = Receipt & { readonly filer: string };

/** Looks up the submissions behind numbers, each list once. */
export function receiptsIn(
	ledger: Ledger
): (indicator: Indicator, period: Period, institution?: string) => readonly Receipt[] {
	const names = new Map(institutions(ledger).map((one) => [one.id, one.shortName]));
	const described = new Map<number, Filed>();
	const inForce = new Map<string, readonly Filed[]>();
	const answers = new Map<string, readonly Receipt[]>();

	function describe(id: number, dataset: Dataset): Filed {
		let known = described.get(id);
		if (!known) {
			const row = prepared(
				ledger.db,
				`select s.id as submission, s.receipt, f.institution as filer, f.period, s.acceptedAt, s.fileName, s.sha256
				from submission s join filing f on f.id = s.filing where s.id = ?`
			).get(id) as Omit<Filed, 'dataset' | 'institution'>;
			known = { ...row, institution: names.get(row.filer) ?? row.filer, dataset: dataset.label };
			described.set(id, known);
		}
		return known;
	}

	function filed(
		dataset: Dataset,
		query: { period: Period } | { upTo: Period; whole: boolean }
	): readonly Filed[] {
		const key = `${dataset.id} ${JSON.stringify(query)}`;
		let known = inForce.get(key);
		if (!known) {
			const found = submissionsInForce(ledger, dataset.id, query);
			const kept = 'upTo' in query && !query.whole ? fromLastComplete(found) : found;
			inForce.set(key, (known = kept.map(({ id }) => describe(id, dataset))));
		}
		return known;
	}

	function behind(indicator: Indicator, dataset: Dataset, period: Period): readonly Filed[] {
		const leaves = leavesOf(indicator.formula).filter(({ source }) => datasetsOf(source).includes(dataset));
		if (dataset.nature === 'register') {
			const whole = leaves.some(({ source }) => isView(source) && source.reach === 'history');
			return filed(dataset, { upTo: lastMonth(period), whole });
		}
		if (dataset.nature === 'stock') return filed(dataset, { period: lastMonth(period) });
		const months = leaves.some(({ span }) => span !== 'period') ? yearToDate(period) : monthsOf(period);
		return months.flatMap((month) => filed(dataset, { period: month }));
	}

	return (indicator, period, institution) => {
		const key = `${indicator.id} ${period} ${institution ?? ''}`;
		let known = answers.get(key);
		if (!known) {
			const all = indicator.datasets.flatMap((dataset) =>
				ownIn(behind(indicator, dataset, period), institution)
			);
			answers.set(key, (known = [...new Set(all)]));
		}
		return known;
	};
}

/** A complete return of a register stands for all that its filer sent before. */
function fromLastComplete(found: readonly InForce[]): readonly InForce[] {
	const last = new Map<string, number>();
	found.forEach(({ institution, mode }, i) => {
		if (mode === 'complete') last.set(institution, i);
	});
	return found.filter(({ institution }, i) => i >= (last.get(institution) ?? 0));
}

/** An institution's number rests on its own file where it files the dataset itself, else on the offices' files. */
function ownIn(found: readonly Filed[], institution: string | undefined): readonly Filed[] {
	const own = institution ? found.filter(({ filer }) => filer === institution) : [];
	return own.length ? own : found;
}
