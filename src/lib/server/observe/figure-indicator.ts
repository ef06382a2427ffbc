import { dimensionOf, isDimension, type DimensionId } from '#formula/dimensions.ts';
import type { Figure, Stroke } from '#figures/define.ts';
import { either, first, growth, level } from '#figures/headline.ts';
import type { Indicator } from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';

const themes: Readonly<Record<number, Figure['theme']>> = {
	1: 'roster',
	4: 'loans',
	6: 'products',
	10: 'bonds'
};
const prefix = 'indicator-';

/** The figure every indicator has without being declared: its last 25 months, or one month by a dimension. */
export function indicatorFigure(indicator: Indicator, by?: DimensionId): Figure {
	const { nature, label } = indicator;
	const amounts = nature === 'stock' || nature === 'flow';
	const value: Stroke = {
		id: 'value',
		label,
		indicator,
		take: 'value',
		kind: by ? 'bar' : amounts ? 'column' : 'line',
		role: 'main'
	};
	const growing = !by && amounts && indicator.comparisons.includes('yearOnYear');
	return {
		id: `${prefix}${indicator.id}${by ? `--${by}` : ''}`,
		label: by ? `${label}，按${dimensionOf(by).label}` : label,
		theme: themes[indicator.clause] ?? 'roster',
		form: by ? 'bars' : growing ? 'columns-line' : amounts ? 'columns' : 'line',
		axis: by
			? { kind: 'keys', by, order: by === 'institution' ? 'value' : 'official', most: 40 }
			: { kind: 'months', count: 25 },
		strokes: growing
			? [value, { id: 'growth', label: '同比', indicator, take: 'yearOnYear', kind: 'line', role: 'accent' }]
			: [value],
		...(by || !indicator.target?.star ? {} : { target: 'value' }),
		headline: by ? first('value', '') : growing ? growth('growth', label) : either(level('value', label)),
		source: indicator.filedBy,
		notes: by && dimensionOf(by).overlapping ? ['同一企业或资金可同时列入几类，各类之和可能大于合计'] : []
	};
}

/** The figure an address such as `indicator-tech-loan-balance--district` asks for. */
export function indicatorFigureOf(id: string): Figure | undefined {
	if (!id.startsWith(prefix)) return undefined;
	const [name = '', by] = id.slice(prefix.length).split('--');
	const indicator = indicators.get(name);
	if (!indicator || (by !== undefined && !(isDimension(by) && indicator.by.includes(by)))) return undefined;
	return indicatorFigure(indicator, by as DimensionId | undefined);
}
