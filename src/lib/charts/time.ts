import { isMonth } from '#core/period.ts';
import type { FigureData, FigureSeries } from '#figures/data.ts';
import { endLabels, endMargin, lastLabelMargin } from './end-labels.ts';
import { drawn } from './strokes.ts';
import type { Plot } from './option.ts';
import { categories, palette, textSize, textWidth } from './palette.ts';
import { tickText, ticks } from './scale.ts';

/** A band: the series that share a unit and so one axis, drawn over the same categories as the others. */
export interface Band {
	readonly series: readonly FigureSeries[];
	readonly kind: 'column' | 'line';
	readonly top: number;
	readonly height: number;
	readonly ticks: readonly number[];
	readonly name: string;
}

/** Room above a band for its name and for the labels of its highest points; over the first also for notes on breaks. */
const bandHead = 43;

/** Columns, lines, or lines in a band of their own above the columns. */
export function timeOption(data: FigureData, plot: Plot): object {
	const bands = bandsOf(data, plot);
	const left =
		plot.left +
		Math.max(...bands.flatMap((band) => band.ticks.map((tick) => textWidth(tickText(tick, band.ticks))))) +
		10;
	const right = Math.max(14, ...bands.map((band) => marginOf(data, band, plot, left)));
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
			...bands.flatMap((band) => columnKeys(band, plot)),
			...bands.flatMap((band) => endLabels(data, band, left + width + 8, right - 8)),
			...data.breaks.flatMap((mark) => rule(data, mark, bands, at, plot))
		]
	};
}

/** Room at the right for the names at the ends of lines, or for half of the last label. */
const marginOf = (data: FigureData, band: Band, plot: Plot, left: number): number =>
	Math.max(endMargin(data, band, plot.width), lastLabelMargin(data, band, plot.left + plot.width - left));

function bandsOf(data: FigureData, plot: Plot): Band[] {
	const units = [...new Set(data.series.map((series) => series.unit))];
	const groups = units.map((unit) => data.series.filter((series) => series.unit === unit));
	groups.sort((a, b) => Number(a[0]?.kind === 'column') - Number(b[0]?.kind === 'column'));
	const foot = data.categories.some((category) => isMonth(category.key)) ? 40 : 26;
	const room = plot.height - foot - groups.length * bandHead;
	const shares = groups.length === 2 ? [0.36, 0.64] : groups.map(() => 1 / groups.length);
	let top = plot.top;
	return groups.map((series, i) => {
		const kind = series[0]?.kind === 'column' ? 'column' : 'line';
		const height = Math.round(room * (shares[i] ?? 1));
		const known = series.flatMap((one) => one.values.filter((value): value is number => value !== null));
		const target =
			data.target && series.some((one) => one.id === data.target?.series) ? [data.target.value] : [];
		const band: Band = {
			series,
			kind,
			top: top + bandHead,
			height,
			ticks: ticks([...known, ...target], {
				zero: kind === 'column',
				count: height < 110 ? 2 : 4,
				whole: series.every((one) => one.decimals === 0)
			}),
			name: nameOf(series)
		};
		top += bandHead + height;
		return band;
	});
}

function nameOf(series: readonly FigureSeries[]): string {
	const unit = series[0]?.unit ?? '';
	const main = series.filter((one) => one.role !== 'projection');
	return main.length === 1 ? `${main[0]?.label}，${unit}` : unit;
}

const bandName = (band: Band, left: number): object => ({
	type: 'text',
	silent: true,
	x: left,
	y: band.top - 27,
	style: {
		text: band.name,
		fontSize: textSize,
		fill:
			band.kind === 'line' && band.series.some((one) => one.role === 'accent')
				? palette.accentInk
				: palette.ink3
	}
});

/** Squares and names of several columns, from the right edge above their band. */
function columnKeys(band: Band, plot: Plot): object[] {
	if (band.kind !== 'column' || band.series.length < 2) return [];
	const widths = band.series.map((series) => textWidth(series.label) + 26);
	let x = plot.left + plot.width - widths.reduce((sum, width) => sum + width, 0);
	return band.series.flatMap((series, i) => {
		const at = x;
		x += widths[i] ?? 0;
		const fill = categories[i % categories.length];
		return [
			{
				type: 'rect',
				silent: true,
				shape: { x: at, y: band.top - 26, width: 10, height: 10 },
				style: { fill }
			},
			{
				type: 'text',
				silent: true,
				x: at + 14,
				y: band.top - 27,
				style: { text: series.label, fontSize: textSize, fill: palette.ink2 }
			}
		];
	});
}

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

/** Where the categories lie, in px. */
export interface Across {
	readonly left: number;
	readonly width: number;
	readonly step: number;
}

function rule(
	data: FigureData,
	mark: FigureData['breaks'][number],
	bands: readonly Band[],
	at: Across,
	plot: Plot
): object[] {
	const index = data.categories.findIndex((category) => category.key === mark.before);
	const [first, last] = [bands[0], bands.at(-1)];
	if (index <= 0 || !first || !last) return [];
	const x = Math.round(at.left + at.step * index) + 0.5;
	const size = textWidth(mark.note) + 4;
	const leftward = x + size > plot.left + plot.width;
	const crossesName = x < plot.left + textWidth(first.name) + 4;
	return [
		{
			type: 'line',
			silent: true,
			shape: {
				x1: x,
				x2: x,
				y1: first.top - (crossesName ? 12 : bandHead - 16),
				y2: last.top + last.height
			},
			style: { stroke: palette.ink3, lineWidth: 1, lineDash: [3, 3] }
		},
		{
			type: 'text',
			silent: true,
			x: leftward ? x - 4 : x + 4,
			y: first.top - bandHead + 2,
			style: {
				text: mark.note,
				fontSize: textSize,
				fill: palette.ink2,
				textAlign: leftward ? 'right' : 'left'
			}
		}
	];
}
