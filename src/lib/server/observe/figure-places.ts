import { firstMonth, periodLabel, previous, type Period } from '#core/period.ts';
import { notPublished } from '#core/number.ts';
import type { Figure } from '#figures/define.ts';
import { dimensionOf } from '#formula/dimensions.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { quantityOf, spanOf, type FigureParams, type Reading } from './figure-reading.ts';

/** A category of the axis with what is observed there. */
export interface Place {
	readonly key: string;
	readonly label: string;
	readonly period: Period;
	readonly where: Readonly<Record<string, string>>;
}

/** The categories of a figure's axis, in order. */
export function placesOf(
	ledger: Ledger,
	figure: Figure,
	params: FigureParams,
	readings: readonly Reading[]
): Place[] {
	const axis = figure.axis;
	const where = params.where ?? {};
	if (axis.kind !== 'keys') {
		const span = spanOf(figure, params.period);
		const last = axis.kind === 'year' ? `${params.period.slice(0, 4)}-12` : params.period;
		const out: Place[] = [];
		for (let month = firstMonth(span.from ?? params.period); month <= last; month = previous(month, -1))
			out.push({ key: month, label: periodLabel(month), period: month, where });
		return out;
	}
	const first = readings[0];
	const labels = new Map(
		readings.flatMap((reading) => [...reading.at].map(([key, one]) => [key, one.labels[axis.by] ?? key]))
	);
	const keys = inOrder(ledger, axis.by, [...labels.keys()]);
	const value = (key: string): number => (first ? (quantityOf(first, key)?.plot ?? -Infinity) : 0);
	if (axis.order === 'value') keys.sort((a, b) => value(b) - value(a));
	const unfiled = (key: string): boolean => first?.at.get(key)?.reason === 'not-filed';
	const isWithheld = (key: string): boolean =>
		first !== undefined && quantityOf(first, key)?.reason === 'suppressed';
	return keys
		.filter(
			(key) =>
				unfiled(key) ||
				readings.some((one) => {
					const found = quantityOf(one, key);
					return found?.plot != null || found?.reason === 'suppressed';
				})
		)
		.slice(0, axis.most)
		.map((key) => ({
			key,
			label: `${labels.get(key) ?? key}${unfiled(key) ? '（未报）' : isWithheld(key) ? `（${notPublished}）` : ''}`,
			period: params.period,
			where: { ...where, [axis.by]: key }
		}));
}

/** Keys in official order: that of the code list, or of the institutions. */
export function inOrder(ledger: Ledger, by: string, keys: readonly string[]): string[] {
	const list =
		by === 'institution'
			? institutions(ledger).map((one) => one.id)
			: (dimensionOf(by as never).list?.codes.map((code) => code.code) ?? []);
	const rank = new Map(list.map((key, i) => [key, i]));
	return [...keys].sort((a, b) => (rank.get(a) ?? list.length) - (rank.get(b) ?? list.length));
}
