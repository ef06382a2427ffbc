import { grouped } from '#core/number.ts';
import { differenceUnit, unitOf, type UnitId } from '#core/unit.ts';
import type { FigureSeries } from '#figures/data.ts';
import type { Figure, Stroke } from '#figures/define.ts';
import { comparisonLabels } from '#indicators/define.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Place } from './figure-places.ts';
import { publishedPoints } from './figure-published.ts';
import { quantityOf, type FigureParams, type Reading } from './figure-reading.ts';
import type { ObserveQuery } from './types.ts';

/** Where the passport of a number is: its query as an address. */
export function passportAddress(query: ObserveQuery): string {
	const search = new URLSearchParams({ indicator: query.indicator });
	if (query.period) search.set('period', query.period);
	if (query.scope === 'national') search.set('scope', query.scope);
	if (query.asOf) search.set('asOf', query.asOf);
	for (const [name, value] of Object.entries(query.where ?? {}))
		search.append('where', `${name}:${[value].flat().join(',')}`);
	return `/passport?${search}`;
}

/** The unit a stroke is in: the indicator's own, or that of its growth or difference. */
function unitIn(stroke: Stroke): UnitId {
	const { indicator } = stroke;
	if (stroke.take === 'value') return indicator.unit;
	if (stroke.take === 'contribution') return 'percentagePoint';
	return indicator.nature === 'ratio' || indicator.nature === 'rate'
		? differenceUnit(indicator.unit)
		: 'percent';
}

/** One line or set of columns, with where each number comes from. */
export function seriesOf(reading: Reading, places: readonly Place[], params: FigureParams): FigureSeries {
	const { stroke } = reading;
	const unit = unitOf(unitIn(stroke));
	const quantities = places.map((place) => quantityOf(reading, place.key));
	return {
		id: stroke.id,
		label: stroke.label ?? labelOf(stroke),
		unit: quantities.find((one) => one?.plot != null)?.unit ?? unit.label,
		kind: stroke.kind,
		values: quantities.map((one) => one?.plot ?? null),
		displays: quantities.map((one) => one?.display ?? '—'),
		passports: places.map((place, i) =>
			quantities[i]?.plot == null
				? null
				: passportAddress({
						indicator: stroke.indicator.id,
						period: place.period,
						scope: params.scope,
						where: { ...stroke.where, ...place.where } as Record<string, string>,
						...(params.asOf ? { asOf: params.asOf } : {})
					})
		),
		...(stroke.role ? { role: stroke.role } : {}),
		decimals: unit.decimals
	};
}

const labelOf = (stroke: Stroke): string =>
	stroke.take === 'value' || stroke.take === 'contribution'
		? stroke.indicator.label
		: comparisonLabels[stroke.take];

/** What an authority published, on the same axis and in the unit of what it stands beside. */
export function publishedSeries(
	ledger: Ledger,
	one: NonNullable<Figure['published']>[number],
	places: readonly Place[],
	beside: readonly FigureSeries[]
): FigureSeries {
	const points = new Map(
		publishedPoints(ledger, one.series, one.region).map((point) => [point.month, point])
	);
	const unit = beside.find((series) => series.kind === 'line') ?? beside[0];
	const values = places.map((place) => {
		const point = points.get(place.key);
		const value = one.take === 'yearOnYear' ? point?.yearOnYear : point?.value;
		return value == null ? null : value * (one.times ?? 1);
	});
	const decimals = unit?.decimals ?? 1;
	return {
		id: one.id,
		label: one.label,
		unit: unit?.unit ?? '%',
		kind: 'line',
		values,
		displays: values.map((value) => (value === null ? '—' : grouped(value.toFixed(decimals)))),
		passports: values.map(() => null),
		role: 'reference',
		published: true,
		decimals
	};
}
