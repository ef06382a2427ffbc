import { isMonth } from '#core/period.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import { lastKnown, withUnit } from './describe.ts';
import type { Plot } from './option.ts';
import { categories, categoryInks, palette, textSize, textWidth } from './palette.ts';
import { tickText, ticks } from './scale.ts';

/** A band: the series that share a unit and so one axis, drawn over the same categories as the others. */
interface Band {
	readonly series: readonly FigureSeries[];
	readonly kind: 'column' | 'line';
	readonly top: number;
	readonly height: number;
	readonly ticks: readonly number[];
	readonly name: string;
}

/** Columns, lines, or lines in a band of their own above the columns. */
export function timeOption(data: FigureData, plot: Plot): object {
	const bands = bandsOf(data, plot);
	const left =
		plot.left + Math.max(...bands.flatMap((band) => band.ticks.map((tick) => textWidth(tickText(tick, band.ticks))))) + 10;
	const ends = bands.flatMap((band) => (band.kind === 'line' && lines(band).length > 1 ? lines(band).map(endName) : []));
	const right = ends.length ? Math.min(plot.width * 0.32, Math.max(...ends.map((text) => textWidth(text))) + 12) : 14;
	const width = plot.left + plot.width - right - left;
	const at = { left, width, step: width / Math.max(1, data.categories.length) };
	return {
		grid: bands.map((band) => ({ left, width, top: band.top, height: band.height })),
		xAxis: bands.map((_, i) => xAxis(data, i, i === bands.length - 1, width)),
		yAxis: bands.map((band, i) => yAxis(band, i)),
		axisPointer: { link: [{ xAxisIndex: 'all' }] },
		series: bands.flatMap((band, i) => band.series.flatMap((series) => drawn(data, band, series, i, at))),
		graphic: [
			...bands.map((band) => bandName(band, plot.left)),
			...data.breaks.flatMap((mark) => rule(data, mark, bands, at, plot))
		]
	};
}

function bandsOf(data: FigureData, plot: Plot): Band[] {
	const units = [...new Set(data.series.map((series) => series.unit))];
	const groups = units.map((unit) => data.series.filter((series) => series.unit === unit));
	groups.sort((a, b) => Number(a[0]?.kind === 'column') - Number(b[0]?.kind === 'column'));
	const foot = data.categories.some((category) => isMonth(category.key)) ? 40 : 26;
	const room = plot.height - foot - groups.length * 26;
	const shares = groups.length === 2 ? [0.36, 0.64] : groups.map(() => 1 / groups.length);
	let top = plot.top;
	return groups.map((series, i) => {
		const kind = series[0]?.kind === 'column' ? 'column' : 'line';
		const height = Math.round(room * (shares[i] ?? 1));
		const known = series.flatMap((one) => one.values.filter((value): value is number => value !== null));
		const target = data.target && series.some((one) => one.id === data.target?.series) ? [data.target.value] : [];
		const band: Band = {
			series,
			kind,
			top: top + 26,
			height,
			ticks: ticks([...known, ...target], { zero: kind === 'column', count: height < 110 ? 2 : 4 }),
			name: nameOf(series)
		};
		top += 26 + height;
		return band;
	});
}

function nameOf(series: readonly FigureSeries[]): string {
	const unit = series[0]?.unit ?? '';
	const main = series.filter((one) => one.role !== 'projection');
	return main.length === 1 ? `${main[0]?.label}，${unit}` : unit;
}

const lines = (band: Band): readonly FigureSeries[] => band.series.filter((series) => series.role !== 'projection');

/** The name that stands at the end of a line, with its last value. */
function endName(series: FigureSeries): string {
	const at = lastKnown(series);
	return at < 0 ? series.label : `${series.label} ${withUnit(series.displays[at] ?? '', series.unit === '%' ? '%' : '')}`;
}

const bandName = (band: Band, left: number): object => ({
	type: 'text',
	silent: true,
	x: left,
	y: band.top - 22,
	style: {
		text: band.name,
		fontSize: textSize,
		fill: band.kind === 'line' && band.series.some((one) => one.role === 'accent') ? palette.accentInk : palette.ink3
	}
});

/** Labels of the categories: the last always, the others as far apart as they need, the year under the first and each January. */
export function axisLabels(data: FigureData, width: number): string[] {
	const texts = data.categories.map((category) =>
		isMonth(category.key) ? `${Number(category.key.slice(5))}月` : category.label
	);
	const need = Math.max(...texts.map((text) => textWidth(text)), 20) + 12;
	const every = Math.max(1, Math.ceil((need * texts.length) / width));
	let year = '';
	return texts.map((text, i) => {
		if ((texts.length - 1 - i) % every) return '';
		const key = data.categories[i]?.key ?? '';
		if (!isMonth(key) || key.slice(0, 4) === year) return text;
		year = key.slice(0, 4);
		return `${text}\n${year}`;
	});
}

function xAxis(data: FigureData, gridIndex: number, lowest: boolean, width: number): object {
	const labels = axisLabels(data, width);
	return {
		type: 'category',
		gridIndex,
		data: data.categories.map((category) => category.key),
		axisTick: { show: false },
		axisLine: { show: lowest, onZero: false, lineStyle: { color: palette.line } },
		axisLabel: {
			show: lowest,
			interval: 0,
			hideOverlap: false,
			color: palette.ink2,
			fontSize: textSize,
			lineHeight: 15,
			margin: 8,
			formatter: (_: string, i: number) => labels[i] ?? ''
		}
	};
}

const yAxis = (band: Band, gridIndex: number): object => ({
	type: 'value',
	gridIndex,
	min: band.ticks[0],
	max: band.ticks.at(-1),
	interval: (band.ticks[1] ?? 1) - (band.ticks[0] ?? 0),
	axisLine: { show: false },
	axisTick: { show: false },
	splitLine: { lineStyle: { color: palette.grid } },
	axisLabel: {
		color: palette.ink3,
		fontSize: textSize,
		margin: 8,
		formatter: (value: number) => tickText(value, band.ticks)
	}
});

interface Across {
	readonly left: number;
	readonly width: number;
	readonly step: number;
}

function drawn(data: FigureData, band: Band, series: FigureSeries, index: number, at: Across): object[] {
	const common = { xAxisIndex: index, yAxisIndex: index, name: series.label };
	const marks = data.target?.series === series.id ? { markLine: targetLine(data, band, series) } : {};
	if (band.kind === 'column') return [{ ...common, ...marks, ...column(data, band, series, at) }];
	return line(data, band, series).map((part, i) => ({ ...common, ...(i ? {} : marks), ...part }));
}

function column(data: FigureData, band: Band, series: FigureSeries, at: Across): object {
	const last = lastKnown(series);
	const alone = band.series.length === 1;
	const order = band.series.indexOf(series);
	const roomy = at.step / band.series.length >= Math.max(...series.displays.map((text) => textWidth(text, 11.5))) + 4;
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
					align: !roomy && i === last && last > data.categories.length - 2 ? 'right' : 'center',
					formatter: series.displays[i] ?? ''
				}
			};
		})
	};
}

/** A line as it is known, then dashed over a month that is not complete; projections and published figures have their own dashes. */
function line(data: FigureData, band: Band, series: FigureSeries): object[] {
	const order = Math.max(0, lines(band).indexOf(series));
	const accent = series.role === 'accent';
	const color = accent ? palette.accent : series.role === 'projection' ? palette.brand : categories[order % 4];
	const ink = accent ? palette.accentInk : categoryInks[order % 4];
	const firstPartial = data.categories.findIndex((category) => category.partial);
	const dash = series.role === 'projection' ? [2, 4] : series.published ? [6, 3] : series.role === 'reference' ? [4, 3] : 'solid';
	const whole = firstPartial > 0 && series.role !== 'projection' && !series.published;
	const shown = labelled(data, band, series);
	const points = series.values.map((value, i) => ({
		value,
		symbolSize: shown.has(i) ? 7 : series.published ? 5 : 0.01,
		label: {
			show: shown.has(i) && lines(band).length === 1,
			position: shown.get(i) ?? 'top',
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
	const end =
		lines(band).length > 1 && series.role !== 'projection'
			? {
					endLabel: { show: true, color: ink, fontSize: textSize, distance: 6, formatter: endName(series) },
					labelLayout: { moveOverlap: 'shiftY' }
				}
			: {};
	if (!whole)
		return [{ ...base, ...end, data: points, lineStyle: { color, width: series.role === 'reference' ? 1.6 : 2.2, type: dash } }];
	const known = points.map((point, i) => (i < firstPartial ? point : { value: null }));
	const rest = points.map((point, i) => (i >= firstPartial - 1 ? { ...point, symbolSize: i < firstPartial ? 0.01 : point.symbolSize, label: i < firstPartial ? { show: false } : point.label } : { value: null }));
	return [
		{ ...base, data: known, lineStyle: { color, width: 2.2, type: dash } },
		{ ...base, ...end, data: rest, lineStyle: { color, width: 2, type: [4, 4] } }
	];
}

const pointLabel = (series: FigureSeries, i: number): string => {
	const value = withUnit(series.displays[i] ?? '', series.unit === '%' ? '%' : '');
	return series.role === 'projection' ? `${series.label} ${value}` : value;
};

/** Which points of a line carry their value, and on which side: the first, the last, and the turn between them. */
function labelled(data: FigureData, band: Band, series: FigureSeries): Map<number, 'top' | 'bottom' | 'left'> {
	const last = lastKnown(series);
	const first = series.values.findIndex((value) => value !== null);
	const out = new Map<number, 'top' | 'bottom' | 'left'>();
	if (last < 0) return out;
	const value = (i: number): number => series.values[i] ?? 0;
	const span = (band.ticks.at(-1) ?? 1) - (band.ticks[0] ?? 0);
	const side = (i: number): 'top' | 'bottom' => {
		const target = data.target && band.series.some((one) => one.id === data.target?.series) ? data.target.value : null;
		if (target !== null && Math.abs(target - value(i)) < span * 0.22) return value(i) >= target ? 'top' : 'bottom';
		const near = [series.values[i - 1], series.values[i + 1]].filter((one): one is number => one != null);
		return near.every((one) => one >= value(i)) && near.some((one) => one > value(i)) ? 'bottom' : 'top';
	};
	if (series.role === 'projection') return new Map([[last, side(last) === 'top' ? 'top' : 'bottom']]);
	out.set(last, side(last));
	if (band.series.length > 1 && lines(band).length > 1) return out;
	const far = Math.max(2, Math.round(data.categories.length / 7));
	if (last - first >= far) out.set(first, side(first));
	const inner = series.values.flatMap((one, i) => (one !== null && i - first >= far && last - i >= far ? [i] : []));
	const pull = (i: number) => Math.abs(value(i) - (value(first) + value(last)) / 2);
	const turn = inner.sort((a, b) => pull(b) - pull(a))[0];
	if (turn !== undefined && pull(turn) > span * 0.15) out.set(turn, side(turn));
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

function rule(data: FigureData, mark: FigureData['breaks'][number], bands: readonly Band[], at: Across, plot: Plot): object[] {
	const index = data.categories.findIndex((category) => category.key === mark.before);
	const [first, last] = [bands[0], bands.at(-1)];
	if (index <= 0 || !first || !last) return [];
	const x = Math.round(at.left + at.step * index) + 0.5;
	const size = textWidth(mark.note) + 4;
	const leftward = x + size > plot.left + plot.width;
	return [
		{
			type: 'line',
			silent: true,
			shape: { x1: x, x2: x, y1: first.top - 4, y2: last.top + last.height },
			style: { stroke: palette.ink3, lineWidth: 1, lineDash: [3, 3] }
		},
		{
			type: 'text',
			silent: true,
			x: leftward ? x - 4 : x + 4,
			y: first.top - 6,
			style: { text: mark.note, fontSize: textSize, fill: palette.ink2, textAlign: leftward ? 'right' : 'left' }
		}
	];
}
