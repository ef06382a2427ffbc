import { endOf, lastMonth, monthsOf, yearToDate, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { dimensionOf, type DimensionId } from '#formula/dimensions.ts';
import { leavesOf } from '#formula/formula.ts';
import { datasetsOf } from '#formula/source.ts';
import type { Indicator } from '#indicators/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { OfficialKey, Receipt, ReportSource } from './observing.ts';

/** Kinds of institutions that lend. */
const banks: readonly string[] = ['policy', 'state', 'jointstock', 'city', 'rural', 'foreign', 'village'];

/** A report's source in a ledger, as far as the asker may see it. */
export function ledgerSource(ledger: Ledger, asker: Asker, period: Period): ReportSource {
	const parameters = parametersOf(ledger);
	const names = new Map(institutions(ledger).map((one) => [one.id, one]));
	const receipts = new Map<string, readonly Receipt[]>();
	const described = new Map<number, Receipt>();

	function describe(id: number, dataset: Dataset): Receipt {
		let known = described.get(id);
		if (!known) {
			const row = prepared(
				ledger.db,
				`select s.id as submission, s.receipt, f.institution, f.period, s.acceptedAt, s.fileName, s.sha256
				from submission s join filing f on f.id = s.filing where s.id = ?`
			).get(id) as Omit<Receipt, 'dataset'>;
			known = {
				...row,
				institution: names.get(row.institution)?.shortName ?? row.institution,
				dataset: dataset.label
			};
			described.set(id, known);
		}
		return known;
	}

	function listed(dataset: Dataset, months: readonly Period[], institution: string | null): Receipt[] {
		const found =
			dataset.nature === 'register'
				? submissionsInForce(ledger, dataset.id, { upTo: months.at(-1)! })
				: months.flatMap((month) => submissionsInForce(ledger, dataset.id, { period: month }));
		return found
			.filter((one) => institution === null || one.institution === institution)
			.map(({ id }) => describe(id, dataset));
	}

	return {
		observe: (query) => observe(ledger, asker, query),
		keysOf: (by) => officialKeys(ledger, by, period),
		parameter: (id, on) => parameters(id as never, on),
		receipts(indicator, at, institution) {
			const key = `${indicator.id} ${at} ${institution ?? ''}`;
			let known = receipts.get(key);
			if (!known)
				receipts.set(
					key,
					(known = [
						...new Set(
							indicator.datasets.flatMap((dataset) =>
								listed(dataset, monthsNeeded(indicator, dataset, at), ownFiler(ledger, dataset, institution))
							)
						)
					])
				);
			return known;
		},
		demo: ledger.demo,
		knownAt:
			(prepared(ledger.db, 'select max(acceptedAt) from submission').pluck().get() as string | null) ?? ''
	};
}

/** The months of a dataset that an indicator's value in a period rests on. */
function monthsNeeded(indicator: Indicator, dataset: Dataset, period: Period): readonly Period[] {
	if (dataset.nature !== 'flow') return [lastMonth(period)];
	const spans = leavesOf(indicator.formula)
		.filter((leaf) => datasetsOf(leaf.source).includes(dataset))
		.map((leaf) => leaf.span);
	return spans.some((span) => span !== 'period') ? yearToDate(period) : monthsOf(period);
}

/** An institution's number rests on its own file where it files the dataset itself. */
function ownFiler(ledger: Ledger, dataset: Dataset, institution: string | undefined): string | null {
	if (!institution) return null;
	const files = prepared(ledger.db, 'select 1 from filing where dataset = ? and institution = ? limit 1').get(
		dataset.id,
		institution
	);
	return files ? institution : null;
}

/** Keys of a dimension in official order: banks in force at the period's end, or the code list. */
function officialKeys(ledger: Ledger, by: DimensionId, period: Period): readonly OfficialKey[] {
	if (by === 'institution') {
		const on = endOf(period);
		return institutions(ledger)
			.filter((one) => banks.includes(one.kind) && one.from <= on && (!one.until || one.until >= on))
			.map(({ id, shortName, kind }) => ({ key: id, label: shortName, kind }));
	}
	return (dimensionOf(by).list?.codes ?? []).map(({ code, label, parent }) => ({
		key: code,
		label,
		...(parent && { parent })
	}));
}
