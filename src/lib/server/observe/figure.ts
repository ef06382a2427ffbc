import { endOf, firstMonth, monthsOf, periodLabel, previous, type Period } from '#core/period.ts';
import { differenceUnit, unitOf, type UnitId } from '#core/unit.ts';
import { grouped, notPublished, plotted } from '#core/number.ts';
import { divide, isZero, toNumber, type Rational } from '#core/rational.ts';
import { dimensionOf } from '#formula/dimensions.ts';
import { notPublishedNote, signOf } from '#formula/reason.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import type { Figure, Stroke } from '#figures/define.ts';
import { figures } from '#figures/index.ts';
import { comparisonLabels } from '#indicators/define.ts';
import { shown, type ShownFigure } from '#lib/charts/shown.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { breaksOf } from './breaks.ts';
import { observe, quantity } from './observe.ts';
import { indicatorFigureOf } from './figure-indicator.ts';
import { projection } from './figure-projection.ts';
import { publishedPoints } from './figure-published.ts';
import type { Comparison, Coverage, Observation, ObserveQuery, Quantity, Scope } from './types.ts';

/** What a figure is asked for: a month, a scope, and what it is narrowed to. */
export interface FigureParams {
	readonly period: Period;
	readonly scope: Scope;
	readonly where?: Readonly<Record<string, string>>;
	readonly asOf?: string;
}

/** Whether there is a figure with this id. */
export const isFigure = (id: string): boolean => figures.has(id) || indicatorFigureOf(id) !== undefined;

/** The figure with this id; throws `unknown figure: …`. */
export function figureOf(id: string): Figure {
	const found = figures.get(id) ?? indicatorFigureOf(id);
	if (!found) throw new RangeError(`unknown figure: ${id}`);
	return found;
}

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

/** A category of the axis with what is observed there. */
interface Place {
	readonly key: string;
	readonly label: string;
	readonly period: Period;
	readonly where: Readonly<Record<string, string>>;
}

interface Reading {
	readonly stroke: Stroke;
	readonly query: ObserveQuery;
	readonly at: ReadonlyMap<string, Observation>;
	/** What contributions are measured against: the total a year earlier. */
	readonly base: Rational | null;
}

/** What one figure shows, for who asks: read from observations, headline and all. */
export function figureData(ledger: Ledger, asker: Asker, id: string, params: FigureParams): FigureData {
	const figure = figureOf(id);
	const readings = read(ledger, asker, figure, params);
	const places = placesOf(ledger, figure, params, readings);
	const axisIsTime = figure.axis.kind !== 'keys';
	const coverages = places.map((place) => readings[0]?.at.get(place.key)?.coverage);
	const whole = standing(ledger, asker, figure, params, readings);
	const categories = places.map((place, i) => ({
		key: place.key,
		label: place.label,
		...(axisIsTime && incomplete(coverages[i]) ? { partial: true } : {})
	}));
	const series = readings.map((reading) => seriesOf(reading, places, params));
	const published = (figure.published ?? [])
		.map((one) => publishedSeries(ledger, one, places, series))
		.filter((one) => one.values.some((value) => value !== null));
	const target = targetOf(ledger, figure, params);
	const data: FigureData = {
		id: figure.id,
		headline: '',
		subtitle: subtitleOf(whose(ledger, asker, params), figure, series, places, params),
		form: figure.form,
		categories,
		series: [
			...series,
			...published,
			...(figure.projected && series[0] ? projection(ledger, asker, figure, params, places, series[0]) : [])
		],
		breaks: axisIsTime ? marksOf(ledger, figure, places) : [],
		...(target ? { target } : {}),
		source: figure.source,
		asOf: endOf(params.period),
		period: params.period,
		coverage: { filed: whole.coverage.filed, expected: whole.coverage.expected },
		status: whole.status,
		version: whole.version,
		notes: [
			...(figure.notes ?? []),
			...comparableNote(figure, categories),
			...publishedNote(published),
			...missingNote(ledger, asker, whole.coverage),
			...(hasWithheld(series) ? [notPublishedNote] : [])
		],
		demo: ledger.demo
	};
	// Who is first, or how often in a row something rose, cannot be said where a part of it is not published.
	return { ...data, headline: (hasWithheld(series) ? null : figure.headline(data)) ?? figure.label };
}

const hasWithheld = (series: readonly FigureSeries[]): boolean =>
	series.some(({ displays }) => displays.includes(notPublished));

const incomplete = (coverage: Coverage | undefined): boolean =>
	Boolean(coverage && coverage.expected > 0 && coverage.filed > 0 && coverage.filed < coverage.expected);

function read(ledger: Ledger, asker: Asker, figure: Figure, params: FigureParams): Reading[] {
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

function spanOf(figure: Figure, period: Period): Pick<ObserveQuery, 'period' | 'from' | 'to'> {
	if (figure.axis.kind === 'keys') return { period };
	if (figure.axis.kind === 'year') return { from: `${period.slice(0, 4)}-01`, to: period };
	return { from: previous(period, figure.axis.count - 1), to: period };
}

function placesOf(
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

function quantityOf(reading: Reading, key: string): Quantity | undefined {
	const one = reading.at.get(key);
	if (reading.stroke.take === 'value') return one;
	if (reading.stroke.take !== 'contribution') return one?.compare;
	const more = one?.compare?.difference;
	if (!more?.exact || !reading.base || isZero(reading.base))
		return more && { ...more, plot: null, display: signOf(more.reason) };
	return quantity(divide(more.exact, reading.base), 'percentagePoint');
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

function seriesOf(reading: Reading, places: readonly Place[], params: FigureParams): FigureSeries {
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

function publishedSeries(
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

function targetOf(ledger: Ledger, figure: Figure, params: FigureParams): FigureData['target'] {
	const stroke = figure.strokes.find((one) => one.id === figure.target);
	const target = stroke?.indicator.target;
	if (!stroke || !target?.star) return undefined;
	const value = parametersOf(ledger)(target.parameter as never, endOf(params.period));
	if (value === null) return undefined;
	const plot = plotted(value, stroke.indicator.unit);
	const unit = unitOf(stroke.indicator.unit).label;
	return {
		value: plot,
		label: `目标${target.atLeast ? '不低于' : '不高于'}${Number(toNumber(value) === 0 ? 0 : plot.toFixed(4))}${unit}`,
		series: stroke.id
	};
}

const marksOf = (ledger: Ledger, figure: Figure, places: readonly Place[]): FigureData['breaks'] => {
	const found = figure.strokes.flatMap((stroke) => {
		const place: Readonly<Record<string, unknown>> = { ...places[0]?.where, ...stroke.where };
		return breaksOf(ledger, stroke.indicator)
			.filter((mark) =>
				Object.entries(mark.where ?? {}).every(([dimension, keys]) =>
					keys!.includes(String(place[dimension]))
				)
			)
			.map((mark) => ({ before: monthsOf(mark.from)[0] ?? mark.from, note: mark.note }));
	});
	return found
		.filter((mark) => places.some((place, i) => i > 0 && place.key === mark.before))
		.filter((mark, i, all) => all.findIndex((one) => one.before === mark.before) === i);
};

function standing(
	ledger: Ledger,
	asker: Asker,
	figure: Figure,
	params: FigureParams,
	readings: readonly Reading[]
): Pick<Observation, 'coverage' | 'status' | 'version'> {
	const own = figure.axis.kind === 'keys' ? undefined : readings[0]?.at.get(params.period);
	const first = figure.strokes[0];
	const total =
		own ??
		(first &&
			observe(ledger, asker, {
				indicator: first.indicator.id,
				period: params.period,
				scope: params.scope,
				...(params.asOf ? { asOf: params.asOf } : {})
			})[0]);
	return (
		total ?? {
			coverage: { filed: 0, expected: 0, missing: [] },
			status: 'preliminary',
			version: `${params.period}·v0`
		}
	);
}

/** What published figures beside ours are, and are not. */
const publishedNote = (list: readonly FigureSeries[]): string[] =>
	list.length ? ['公布数来自人民银行等公开发布，按原值引用；范围与本库不同，只作参照'] : [];

/** Says so where growth of an incomplete month is drawn on the comparable basis. */
const comparableNote = (figure: Figure, categories: FigureData['categories']): string[] =>
	categories.some((category) => category.partial) &&
	figure.strokes.some((stroke) => stroke.take !== 'value' && stroke.take !== 'contribution')
		? ['未报齐的月份，同比按可比口径（两期都已报送的机构）']
		: [];

function missingNote(ledger: Ledger, asker: Asker, coverage: Coverage): string[] {
	if (!coverage.missing.length || asker.role === 'institution') return [];
	const names = institutions(ledger)
		.filter((one) => coverage.missing.includes(one.id))
		.map((one) => one.shortName);
	if (!names.length) return [];
	return [`未报：${names.slice(0, 5).join('、')}${names.length > 5 ? `等${names.length}家` : ''}`];
}

/** Whose numbers they are: the whole city's, or one institution's. */
function whose(ledger: Ledger, asker: Asker, params: FigureParams): string {
	const id = asker.institution ?? params.where?.institution;
	return (id && institutions(ledger).find((one) => one.id === id)?.shortName) || '北京地区';
}

function subtitleOf(
	whose: string,
	figure: Figure,
	series: readonly FigureSeries[],
	places: readonly Place[],
	params: FigureParams
): string {
	const scoped = figure.strokes.some((stroke) => stroke.indicator.scoped);
	const place = scoped && params.scope === 'national' ? `${whose}（国家口径）` : whose;
	const units = [...new Set(series.map((one) => one.unit))];
	const what = units
		.map(
			(unit) =>
				`${series
					.filter((one) => one.unit === unit)
					.map((one) => one.label)
					.join('、')}（${unit}）`
		)
		.join('与');
	const [first, last] = [places[0], places.at(-1)];
	const when =
		figure.axis.kind === 'keys' || !first || !last || first.key === last.key
			? periodLabel(params.period)
			: `${periodLabel(first.key)}—${periodLabel(last.key)}`;
	return `${place}，${what}，${when}`;
}

/** Whether a figure has anything to draw. */
export const isDrawn = ({ data }: ShownFigure): boolean =>
	data.categories.length > 0 && data.series.some((series) => series.values.some((value) => value !== null));

/** A figure drawn for a page. */
export function shownFigure(
	ledger: Ledger,
	asker: Asker,
	id: string,
	params: FigureParams,
	width?: number
): ShownFigure {
	return shown(figureData(ledger, asker, id, params), queryOf(params), width);
}

/** The query string that asks for the same figure again. */
export function queryOf(params: FigureParams): string {
	const search = new URLSearchParams({ period: params.period });
	if (params.scope === 'national') search.set('scope', params.scope);
	if (params.asOf) search.set('asOf', params.asOf);
	for (const [name, value] of Object.entries(params.where ?? {})) search.append('where', `${name}:${value}`);
	return `?${search}`;
}
