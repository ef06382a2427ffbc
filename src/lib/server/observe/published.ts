import { withoutTrailingZeros } from '#core/decimal.ts';
import { isPeriod, lastMonth, type Period } from '#core/period.ts';
import { rational, toFixed, toNumber } from '#core/rational.ts';
import publishedSeries from '#datasets/published-series.ts';
import { publishedBreaks } from '#indicators/breaks.ts';
import type { Ledger } from '../ledger/open.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { LedgerInput } from '../warehouse/input.ts';

/** One published number as it was published, with where. */
export interface PublishedPoint {
	/** As published: a month, quarter, half-year or year, or a span such as 2025Q1-Q3. */
	readonly period: string;
	/** The month it is drawn at; `null` for a span that is no one period. */
	readonly month: Period | null;
	readonly value: number;
	readonly display: string;
	/** Growth on a year earlier in %, as published and never worked out from the levels. */
	readonly yearOnYear: number | null;
	/** The unit with its qualifier: 亿元（超）. */
	readonly unit: string;
	readonly source: { readonly title: string; readonly date: string | null; readonly url: string | null };
}

/** A series that an authority publishes. */
export interface PublishedSeries {
	readonly series: string;
	readonly english: string | null;
	/** 全国 or 北京. */
	readonly region: string;
	readonly points: readonly PublishedPoint[];
	/** First periods that do not compare with those before. */
	readonly breaks: readonly { readonly from: string; readonly note: string }[];
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

/** Every published series, in the order of the file, each with its points by time. */
export function published(ledger: Ledger): readonly PublishedSeries[] {
	return sinceChange(ledger, 'published', () => {
		const { value: valueColumn, yearOnYear: growthColumn } = publishedSeries.columns;
		const places = valueColumn.places ?? 0;
		const found = new Map<
			string,
			{ head: Omit<PublishedSeries, 'points' | 'breaks'>; points: PublishedPoint[] }
		>();
		for (const { values } of new LedgerInput(ledger).rows(publishedSeries, '9998-12')) {
			const [series, region, period] = [String(values.series), String(values.region), String(values.period)];
			const exact = rational(Number(values.value), 10 ** places);
			const growth =
				typeof values.yearOnYear === 'number' ? values.yearOnYear / 10 ** (growthColumn.places ?? 0) : null;
			const key = `${series}\t${region}`;
			const one = found.get(key) ?? { head: { series, region, english: text(values.seriesEn) }, points: [] };
			found.set(key, one);
			one.points.push({
				period,
				month: isPeriod(period) ? lastMonth(period) : null,
				value: toNumber(exact),
				display: withoutTrailingZeros(toFixed(exact, places)),
				yearOnYear: growth,
				unit: String(values.unit),
				source: {
					title: String(values.sourceTitle),
					date: text(values.sourceDate),
					url: text(values.sourceUrl)
				}
			});
		}
		const order = (point: PublishedPoint): string => point.month ?? point.period;
		return [...found.values()].map(({ head, points }) => ({
			...head,
			points: points.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)),
			breaks: publishedBreaks
				.filter((one) => head.region === '全国' && one.series.includes(head.series))
				.map(({ from, note }) => ({ from, note }))
		}));
	});
}

/** One published series; `null` if there is none of that name and region. */
export const publishedOf = (ledger: Ledger, series: string, region: string): PublishedSeries | null =>
	published(ledger).find((one) => one.series === series && one.region === region) ?? null;
