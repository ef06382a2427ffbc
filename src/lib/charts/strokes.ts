import type { FigureData, FigureSeries } from '#figures/data.ts';
import { lastKnown, withUnit } from './describe.ts';
import { endingLines } from './end-labels.ts';
import { categories, categoryInks, palette, textSize, textWidth } from './palette.ts';
import type { Across, Band } from './time.ts';

/** The series of a band as ECharts draws them, with the target line where there is one. */
export function drawn(
	data: FigureData,
	band: Band,
	series: FigureSeries,
	index: number,
	at: Across
): object[] {
	const common = { xAxisIndex: index, yAxisIndex: index, name: series.label };
	const marks = data.target?.series === series.id ? { markLine: targetLine(data, band, series) } : {};
	if (band.kind === 'column') return [{ ...common, ...marks, ...column(data, band, series, at) }];
	return line(data, band, series, at.step).map((part, i) => ({ ...common, ...(i ? {} : marks), ...part }));
}

function column(data: FigureData, band: Band, series: FigureSeries, at: Across): object {
	const last = lastKnown(series);
	const alone = band.series.length === 1;
	const order = band.series.indexOf(series);
	const roomy =
		at.step / band.series.length >= Math.max(...series.displays.map((text) => textWidth(text, 11.5))) + 4;
	return {
		type: 'bar',
		barMaxWidth: 34,
		barCategoryGap: '38%',
		data: series.values.map((value, i) => {
			if (value === null) return null;
			const strong = alone ? i === last : true;
			const color = alone ? (strong ? palette.brand : palette.tint) : categories[order % 4];
			const partial = data.categories[i]?.partial;
			return {
				value,
				itemStyle: partial
					? { color: palette.wash, borderColor: palette.brand, borderType: 'dashed', borderWidth: 1.2 }
					: { color },
				label: {
					show: (alone && roomy) || (strong && alone),
					position: value < 0 ? 'bottom' : 'top',
					distance: 4,
					color: strong ? palette.ink : palette.ink3,
					fontWeight: strong ? 600 : 400,
					fontSize: textSize,
					formatter: series.displays[i] ?? ''
				}
			};
		})
	};
}

/** A line as it is known, then dashed over a month that is not complete; projections and published figures have their own dashes. */
function line(data: FigureData, band: Band, series: FigureSeries, step: number): object[] {
	const order = Math.max(0, endingLines(band).indexOf(series));
	const accent = series.role === 'accent';
	const color = accent
		? palette.accent
		: series.role === 'projection'
			? palette.brand
			: categories[order % 4];
	const ink = accent ? palette.accentInk : categoryInks[order % 4];
	const firstPartial = data.categories.findIndex((category) => category.partial);
	const dash =
		series.role === 'projection'
			? [2, 4]
			: series.published
				? [6, 3]
				: series.role === 'reference'
					? [4, 3]
					: 'solid';
	const whole = firstPartial > 0 && series.role !== 'projection' && !series.published;
	const shown = labelled(data, band, series);
	const points = series.values.map((value, i) => ({
		value,
		symbolSize: shown.has(i) ? 7 : series.published ? 5 : 0.01,
		label: {
			show: shown.has(i) && endingLines(band).length === 1,
			position: shown.get(i) ?? 'top',
			distance: series.role === 'projection' ? 9 : 5,
			align: alignAt(data, series, i, step),
			color: ink,
			fontWeight: 600,
			fontSize: textSize,
			formatter: pointLabel(series, i)
		}
	}));
	const base = {
		type: 'line',
		connectNulls: false,
		symbol: series.published ? 'emptyRect' : 'circle',
		showAllSymbol: true,
		itemStyle: { color },
		z: accent || series.role === 'main' ? 4 : 3
	};
	if (!whole)
		return [
			{
				...base,
				data: points,
				lineStyle: { color, width: series.role === 'reference' ? 1.6 : 2.2, type: dash }
			}
		];
	const known = points.map((point, i) => (i < firstPartial ? point : { value: null }));
	const rest = points.map((point, i) =>
		i >= firstPartial - 1
			? {
					...point,
					symbolSize: i < firstPartial ? 0.01 : point.symbolSize,
					label: i < firstPartial ? { show: false } : point.label
				}
			: { value: null }
	);
	return [
		{ ...base, data: known, lineStyle: { color, width: 2.2, type: dash } },
		{ ...base, data: rest, lineStyle: { color, width: 2, type: [4, 4] } }
	];
}

/** A label stands in the middle of its point; at either end it may lean inward, clear of the axis and the edge. */
function alignAt(
	data: FigureData,
	series: FigureSeries,
	i: number,
	step: number
): 'left' | 'center' | 'right' {
	if (series.role === 'projection' && i === data.categories.length - 1) return 'right';
	return i === 0 && textWidth(pointLabel(series, i)) > step + 8 ? 'left' : 'center';
}

const pointLabel = (series: FigureSeries, i: number): string => {
	const value = withUnit(series.displays[i] ?? '', series.unit === '%' ? '%' : '');
	return series.role === 'projection' ? `${series.label} ${value}` : value;
};

/** Which points of a line carry their value, and on which side: the first, the last, and the turn between them. */
function labelled(
	data: FigureData,
	band: Band,
	series: FigureSeries
): Map<number, 'top' | 'bottom' | 'left'> {
	const last = lastKnown(series);
	const first = series.values.findIndex((value) => value !== null);
	const out = new Map<number, 'top' | 'bottom' | 'left'>();
	if (last < 0) return out;
	const value = (i: number): number => series.values[i] ?? 0;
	const low = band.ticks[0] ?? 0;
	const span = (band.ticks.at(-1) ?? 1) - low;
	/** Whether a label under a point keeps clear of the months below the lowest band. */
	const clear = (i: number): boolean =>
		data.series.some((one) => one.unit !== series.unit) || ((value(i) - low) / span) * band.height >= 20;
	const side = (i: number): 'top' | 'bottom' => {
		const target =
			data.target && band.series.some((one) => one.id === data.target?.series) ? data.target.value : null;
		if (target !== null && Math.abs(target - value(i)) < span * 0.22)
			return value(i) >= target ? 'top' : 'bottom';
		const near = [series.values[i - 1], series.values[i + 1]].filter((one): one is number => one != null);
		const valley = near.every((one) => one >= value(i)) && near.some((one) => one > value(i));
		return valley && clear(i) ? 'bottom' : 'top';
	};
	if (series.role === 'projection') {
		const line = data.target?.value;
		const room = line === undefined || Math.abs(line - value(last)) > span * 0.22;
		const above = line === undefined ? side(last) === 'top' : value(last) >= line || room;
		return out.set(last, above ? 'top' : 'bottom');
	}
	out.set(last, side(last));
	if (band.series.length > 1 && endingLines(band).length > 1) return out;
	const far = Math.max(2, Math.round(data.categories.length / 7));
	if (last - first >= far) out.set(first, side(first));
	const inner = series.values.flatMap((one, i) =>
		one !== null && i - first >= far && last - i >= far ? [i] : []
	);
	const chord = (i: number) =>
		value(first) + ((value(last) - value(first)) * (i - first)) / Math.max(1, last - first);
	const pull = (i: number) => Math.abs(value(i) - chord(i));
	const turn = inner.sort((a, b) => pull(b) - pull(a))[0];
	const known = series.values.filter((one): one is number => one !== null);
	const extreme = turn !== undefined && [Math.min(...known), Math.max(...known)].includes(value(turn));
	if (turn !== undefined && extreme && clear(turn) && pull(turn) > span * 0.12) out.set(turn, side(turn));
	return out;
}

function targetLine(data: FigureData, band: Band, series: FigureSeries): object {
	const target = data.target;
	if (!target) return {};
	const span = (band.ticks.at(-1) ?? 1) - (band.ticks[0] ?? 0);
	const half = Math.ceil(data.categories.length / 2);
	const near = (from: number, to: number) =>
		Math.min(
			...band.series.flatMap((one) =>
				one.values.slice(from, to).map((value) => (value === null ? span : Math.abs(value - target.value)))
			)
		);
	const atStart = near(0, half) > near(half, data.categories.length) && series.values.length > 4;
	return {
		silent: true,
		symbol: 'none',
		animation: false,
		lineStyle: { color: palette.bad, type: [5, 3], width: 1.2 },
		label: {
			position: atStart ? 'insideStartTop' : 'insideEndTop',
			color: palette.bad,
			fontWeight: 600,
			fontSize: textSize,
			formatter: target.label
		},
		data: [{ yAxis: target.value }]
	};
}
