import { previous, type Period } from '#core/period.ts';
import { divide, isZero, type Rational } from '#core/rational.ts';
import type { Figure, Stroke } from '#figures/define.ts';
import { signOf } from '#formula/reason.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { observe, quantity } from './observe.ts';
import type { Comparison, Coverage, Observation, ObserveQuery, Quantity, Scope } from './types.ts';

/** What a figure is asked for: a month, a scope, and what it is narrowed to. */
export interface FigureParams {
	readonly period: Period;
	readonly scope: Scope;
	readonly where?: Readonly<Record<string, string>>;
	readonly asOf?: string;
}

/** What is observed of one stroke of a figure, by place on its axis. */
export interface Reading {
	readonly stroke: Stroke;
	readonly query: ObserveQuery;
	readonly at: ReadonlyMap<string, Observation>;
	/** What contributions are measured against: the total a year earlier. */
	readonly base: Rational | null;
}

/** Whether some, but not all, have filed. */
export const incomplete = (coverage: Coverage | undefined): boolean =>
	Boolean(coverage && coverage.expected > 0 && coverage.filed > 0 && coverage.filed < coverage.expected);

/** Observes all that a figure draws. */
export function read(ledger: Ledger, asker: Asker, figure: Figure, params: FigureParams): Reading[] {
	const span = spanOf(figure, params.period);
	const known = new Map<string, Observation[]>();
	return figure.strokes.map((stroke) => {
		const compare = compareFor(figure, stroke);
		const query: ObserveQuery = {
			indicator: stroke.indicator.id,
			...span,
			...(compare ? { compare } : {}),
			...(figure.axis.kind === 'keys' ? { by: [figure.axis.by] } : {}),
			...(stroke.where || params.where
				? { where: { ...params.where, ...stroke.where } as Record<string, string> }
				: {}),
			scope: params.scope,
			...(params.asOf ? { asOf: params.asOf } : {})
		};
		const key = JSON.stringify(query);
		const found = known.get(key) ?? onComparableBasis(ledger, asker, query, observe(ledger, asker, query));
		known.set(key, found);
		const axis = figure.axis;
		const at = new Map(
			found.map((one) => [axis.kind === 'keys' ? (one.keys[axis.by] ?? '') : one.period, one])
		);
		const base =
			stroke.take === 'contribution'
				? (observe(ledger, asker, { ...query, by: [] })[0]?.compare?.base.exact ?? null)
				: null;
		return { stroke, query, at, base };
	});
}

/** Where returns of a month are still missing its growth is that of those who have filed, so that a late bank never draws a fall. */
function onComparableBasis(
	ledger: Ledger,
	asker: Asker,
	query: ObserveQuery,
	found: Observation[]
): Observation[] {
	if (!query.compare || query.by?.length) return found;
	return found.map((one) => {
		if (!incomplete(one.coverage) || !one.compare) return one;
		const { from: _from, to: _to, ...rest } = query;
		const again = observe(ledger, asker, { ...rest, period: one.period, likeForLike: true })[0]?.compare;
		return again?.likeForLike ? { ...one, compare: { ...again, ...again.likeForLike } } : one;
	});
}

/** A value is read together with the comparison another stroke of the same indicator takes, so that one query serves both. */
const compareFor = (figure: Figure, stroke: Stroke): Comparison | undefined =>
	figure.strokes
		.filter(
			(one) =>
				one.indicator === stroke.indicator && JSON.stringify(one.where) === JSON.stringify(stroke.where)
		)
		.map((one) => (one.take === 'contribution' ? 'yearOnYear' : one.take))
		.find((take): take is Comparison => take !== 'value');

/** The periods a figure's axis covers. */
export function spanOf(figure: Figure, period: Period): Pick<ObserveQuery, 'period' | 'from' | 'to'> {
	if (figure.axis.kind === 'keys') return { period };
	if (figure.axis.kind === 'year') return { from: `${period.slice(0, 4)}-01`, to: period };
	return { from: previous(period, figure.axis.count - 1), to: period };
}

/** What a stroke draws at a place: the value, its comparison, or what it contributes. */
export function quantityOf(reading: Reading, key: string): Quantity | undefined {
	const one = reading.at.get(key);
	if (reading.stroke.take === 'value') return one;
	if (reading.stroke.take !== 'contribution') return one?.compare;
	const more = one?.compare?.difference;
	if (!more?.exact || !reading.base || isZero(reading.base))
		return more && { ...more, plot: null, display: signOf(more.reason) };
	return quantity(divide(more.exact, reading.base), 'percentagePoint');
}
