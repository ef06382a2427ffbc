import { addMonths, lastMonth, periodsBetween, type Period } from '#core/period.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Indicator } from '#indicators/define.ts';
import type { Table } from '#reports/define.ts';
import { periodAt, type Observing, type Where } from './observing.ts';

/** A row before its cells are filled. */
export interface Place {
	readonly key: string;
	readonly label: string;
	readonly depth: number;
	readonly total: boolean;
	readonly period: Period;
	readonly where: Where;
	readonly indicator: Indicator | null;
	readonly kind: string | null;
}

const place = (given: Partial<Place> & Pick<Place, 'key' | 'label' | 'period'>): Place => ({
	depth: 0,
	total: false,
	where: {},
	indicator: null,
	kind: null,
	...given
});

/** The rows of a table: indicators, months, or a total and the keys of a dimension in official order. */
export function placesOf(observing: Observing, table: Table): Place[] {
	const { rows } = table;
	const { period } = observing;
	switch (rows.are) {
		case 'indicators':
			return rows.list.map((indicator) =>
				place({ key: indicator.id, label: indicator.label, period, indicator })
			);
		case 'months': {
			const last = lastMonth(period);
			return periodsBetween(addMonths(last, 1 - rows.count), last).map((month) =>
				place({ key: month, label: month.replace('-', '.'), period: month })
			);
		}
		case 'keys':
			return keyedPlaces(observing, table, rows.by, rows.total);
		case 'clauses':
			return [];
	}
}

function keyedPlaces(observing: Observing, table: Table, by: DimensionId, total: string): Place[] {
	const { period } = observing;
	const found = new Set<string>();
	for (const column of table.columns) {
		if (column.is !== 'observed' || !column.indicator?.by.includes(by) || column.where) continue;
		for (const key of observing.breakdown(column.indicator, periodAt(period, column.when), by))
			if (!column.when) found.add(key);
	}
	for (const column of table.columns) {
		if (column.is !== 'change') continue;
		const now = table.columns.find((one) => one.id === column.now);
		if (
			now?.is === 'observed' &&
			now.indicator?.by.includes(by) &&
			now.indicator.comparisons.includes(column.comparison)
		)
			observing.breakdown(now.indicator, period, by, column.comparison);
	}
	const listed = observing.source.keysOf(by).filter(({ key, ifAny }) => !ifAny || found.has(key));
	const depths = new Map<string, number>();
	for (const { key, parent } of listed) depths.set(key, parent ? (depths.get(parent) ?? 0) + 1 : 0);
	const known = new Set(listed.map(({ key }) => key));
	const others = [...found].filter((key) => !known.has(key)).sort();
	return [
		place({ key: '合计', label: total, period, total: true }),
		...listed.map(({ key, label, kind }) =>
			place({ key, label, period, depth: depths.get(key) ?? 0, where: { [by]: key }, kind: kind ?? null })
		),
		...others.map((key) => place({ key, label: key === '-' ? '未填列' : key, period, where: { [by]: key } }))
	];
}
