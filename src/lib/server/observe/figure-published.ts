import { isPeriod, lastMonth, type Period } from '#core/period.ts';
import { factTableName } from '#drizzle/fact-table.ts';
import publishedSeries from '#datasets/published-series.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

/** One published number, as published. */
export interface PublishedPoint {
	readonly series: string;
	readonly region: string;
	readonly period: Period;
	/** The month it is drawn at. */
	readonly month: Period;
	readonly value: number;
	readonly unit: string;
	readonly yearOnYear: number | null;
	readonly sourceTitle: string;
	readonly sourceDate: string | null;
	readonly sourceUrl: string | null;
}

const scaled = (value: number | null, places = 0): number | null =>
	value === null ? null : value / 10 ** places;

/** The published numbers of a series, oldest first; periods that are not one month, quarter, half-year or year are left out. */
export function publishedPoints(ledger: Ledger, series: string, region: string): PublishedPoint[] {
	const table = factTableName(publishedSeries);
	const found = new Map<Period, PublishedPoint>();
	for (const { id } of submissionsInForce(ledger, publishedSeries.id, {})) {
		const rows = prepared(
			ledger.db,
			`select series, region, period, value, unit, "yearOnYear", "sourceTitle", "sourceDate", "sourceUrl"
			from "${table}" where submission = ? and series = ? and region = ?`
		).all(id, series, region) as Omit<PublishedPoint, 'month'>[];
		for (const row of rows)
			if (isPeriod(row.period))
				found.set(row.period, {
					...row,
					month: lastMonth(row.period),
					value: scaled(row.value, publishedSeries.columns.value.places) ?? 0,
					yearOnYear: scaled(row.yearOnYear, publishedSeries.columns.yearOnYear.places)
				});
	}
	return [...found.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
