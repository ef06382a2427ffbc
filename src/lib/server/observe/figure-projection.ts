import { addMonths, type Period } from '#core/period.ts';
import { format, plotted } from '#core/number.ts';
import {
	add,
	compare,
	divide,
	isZero,
	multiply,
	rational,
	subtract,
	zero,
	type Rational
} from '#core/rational.ts';
import type { FigureSeries } from '#figures/data.ts';
import type { Figure } from '#figures/define.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { FigureParams } from './figure-reading.ts';
import { observe } from './observe.ts';

/** How many of the last months set the pace. */
const pace = 3;

/** The share at each month to December if the parts keep growing as in the last months; exact, from the sums behind the share. */
export function projected(
	parts: readonly (Rational | null)[],
	wholes: readonly (Rational | null)[],
	months: number
): (Rational | null)[] | null {
	const last = wholes.length - 1;
	const [part, whole] = [parts[last], wholes[last]];
	const from = Math.max(-1, last - pace);
	const [partBefore, wholeBefore] = from < 0 ? [zero, zero] : [parts[from], wholes[from]];
	if (!part || !whole || !partBefore || !wholeBefore) return null;
	const steps = rational(last - from);
	const [partPace, wholePace] = [
		divide(subtract(part, partBefore), steps),
		divide(subtract(whole, wholeBefore), steps)
	];
	if (compare(wholePace, zero) < 0) return null;
	return Array.from({ length: months }, (_, i) => {
		const ahead = rational(i);
		const total = add(whole, multiply(wholePace, ahead));
		return isZero(total) ? null : divide(add(part, multiply(partPace, ahead)), total);
	});
}

/** The dotted continuation of a share that accumulates over the year, to December. */
export function projection(
	ledger: Ledger,
	asker: Asker,
	figure: Figure,
	params: FigureParams,
	places: readonly { readonly key: Period }[],
	beside: FigureSeries
): FigureSeries[] {
	const { projected: declared } = figure;
	const share = figure.strokes[0]?.indicator;
	const at = places.findIndex((place) => place.key === params.period);
	if (!declared || !share || at < 0 || at === places.length - 1) return [];
	const from = places[0]?.key ?? addMonths(params.period, -at);
	const read = (indicator: string): (Rational | null)[] =>
		observe(ledger, asker, {
			indicator,
			from,
			to: params.period,
			scope: params.scope,
			...(params.where ? { where: params.where } : {}),
			...(params.asOf ? { asOf: params.asOf } : {})
		}).map((one) => one.exact ?? null);
	const wholes = read(declared.id);
	const shares = read(share.id);
	const parts = shares.map((one, i) => {
		const whole = wholes[i];
		return one && whole ? multiply(one, whole) : null;
	});
	const line = projected(parts, wholes, places.length - at);
	if (!line) return [];
	const values = places.map((_, i) => (i < at ? null : (line[i - at] ?? null)));
	return [
		{
			id: 'projection',
			label: '年末推算',
			unit: beside.unit,
			kind: 'line',
			values: values.map((one) => (one ? plotted(one, share.unit) : null)),
			displays: values.map((one) => format(one, share.unit)),
			passports: values.map(() => null),
			role: 'projection',
			decimals: beside.decimals
		}
	];
}
