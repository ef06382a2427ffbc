import type { FigureData, FigureSeries } from '#figures/data.ts';

/** A value with its unit as printed: `16.8%`, `11,386.20亿元`. */
export const withUnit = (display: string, unit: string): string =>
	/\d/.test(display) ? `${display}${unit}` : display;

/** The last value a series has, and where. */
export function lastKnown(series: FigureSeries): number {
	for (let i = series.values.length - 1; i >= 0; i -= 1) if (series.values[i] !== null) return i;
	return -1;
}

/** What a figure says for those who do not see it: headline, subtitle, and each series' range and last value. */
export function describe(data: FigureData): string {
	const lines = data.series.slice(0, 4).map((series) => {
		const at = lastKnown(series);
		if (at < 0) return `${series.label}暂无数据`;
		const value = withUnit(series.displays[at] ?? '', series.unit);
		return data.form === 'bars' || data.form === 'stacked-bars'
			? `${series.label}共${data.categories.length}项，首项${data.categories[0]?.label}${withUnit(series.displays[0] ?? '', series.unit)}`
			: `${series.label}${data.categories[at]?.label ?? ''}为${value}`;
	});
	return `${data.headline}。${data.subtitle}。${lines.join('；')}。`;
}

/** 来源 and the state of the data in one line, as it stands under every figure. */
export const sourceLine = (data: FigureData): string =>
	[
		`来源：${data.source}`,
		`数据截至${data.asOf}`,
		`已报${data.coverage.filed}/${data.coverage.expected}家`,
		data.status === 'preliminary' ? '初步数' : '终审数',
		`版本${data.version}`,
		...(data.exported ? [data.exported] : data.demo ? ['演示数据'] : [])
	].join(' · ');
