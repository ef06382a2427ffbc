import type { Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import rosterDataset from '#datasets/roster.ts';
import type { Leaf } from '#formula/formula.ts';
import { missing, type Missing } from '#formula/reason.ts';
import { datasetsOf, isFlow, isView } from '#formula/source.ts';
import { asksRoster } from '#formula/test.ts';
import type { Ledger } from '../ledger/open.ts';
import { filersOf, isRegister, owedMonths } from './coverage.ts';

/** Whether anything a leaf rests on was in force by the day asked. */
export function notKnown(
	ledger: Ledger,
	{ source, where }: Leaf,
	month: Period,
	asOf: string | undefined
): Missing | null {
	const datasets = datasetsOf(source);
	const filers = ({ id }: Dataset) => filersOf(ledger, id, asOf);
	const periodic =
		isView(source) && source.reach === 'history' ? [] : datasets.filter((one) => !isRegister(one));
	const known = periodic.length
		? isFlow(source) || periodic.some((one) => filers(one).has(month))
		: datasets.some((one) => filers(one).size > 0);
	if (known && (!where.some(asksRoster) || filers(rosterDataset).size)) return null;
	return missing('not-filed');
}

/** Whether a sum over months lacks one for which a return is owed and nobody filed: it would count as zero. */
export function hasGap(
	ledger: Ledger,
	{ source }: Leaf,
	months: readonly Period[],
	asOf: string | undefined
): boolean {
	if (!isFlow(source) || (isView(source) && source.reach === 'history')) return false;
	return datasetsOf(source).some((dataset) => {
		const filed = filersOf(ledger, dataset.id, asOf);
		return owedMonths(dataset, months).some((month) => !filed.has(month));
	});
}
