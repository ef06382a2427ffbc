import { endOf, monthsOf } from '#core/period.ts';
import { notPublished, plotted } from '#core/number.ts';
import { toNumber } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import type { Figure } from '#figures/define.ts';
import { figures } from '#figures/index.ts';
import { notPublishedNote } from '#formula/reason.ts';
import { shown, type ShownFigure } from '#lib/charts/shown.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { breaksOf } from './breaks.ts';
import { indicatorFigureOf } from './figure-indicator.ts';
import { placesOf, type Place } from './figure-places.ts';
import { projection } from './figure-projection.ts';
import { incomplete, read, type FigureParams, type Reading } from './figure-reading.ts';
import { publishedSeries, seriesOf } from './figure-series.ts';
import {
	comparableNote,
	missingNote,
	publishedNote,
	rebuildingNote,
	subtitleOf,
	whose
} from './figure-words.ts';
import { observe } from './observe.ts';
import type { Observation } from './types.ts';

/** Whether there is a figure with this id. */
export const isFigure = (id: string): boolean => figures.has(id) || indicatorFigureOf(id) !== undefined;

/** The figure with this id; throws `unknown figure: …`. */
export function figureOf(id: string): Figure {
	const found = figures.get(id) ?? indicatorFigureOf(id);
	if (!found) throw new RangeError(`unknown figure: ${id}`);
	return found;
}

const hasWithheld = (series: readonly FigureSeries[]): boolean =>
	series.some(({ displays }) => displays.includes(notPublished));

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
			...rebuildingNote(readings),
			...(hasWithheld(series) ? [notPublishedNote] : [])
		],
		demo: ledger.demo
	};
	// Who is first, or how often in a row something rose, cannot be said where a part of it is not published.
	return { ...data, headline: (hasWithheld(series) ? null : figure.headline(data)) ?? figure.label };
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
