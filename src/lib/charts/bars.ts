import type { FigureData, FigureSeries } from '#figures/data.ts';
import { broken } from './broken.ts';
import { withUnit } from './describe.ts';
import type { Plot } from './option.ts';
import { categories, palette, textSize, textWidth, tints } from './palette.ts';
import { tickText, ticks } from './scale.ts';

const nameSize = 12.5;

/** Names of the bars, each in as many lines as its share of the width asks for: a name is never cut. */
function namesOf(data: FigureData, width: number): { lines: string[][]; width: number } {
	const longest = Math.max(...data.categories.map((one) => textWidth(one.label, nameSize)), 20) + 6;
	const room = Math.min(width * 0.42, longest);
	return {
		lines: data.categories.map((one) => broken(one.label, room, nameSize)),
		width: room + 8
	};
}

/** How tall one bar with its name is at a width. */
export const barStep = (data: FigureData, width: number): number =>
	27 + 14 * (Math.max(1, ...namesOf(data, width).lines.map((lines) => lines.length)) - 1);

/** Horizontal bars, one line per category in the given order; stacked if the figure says so. */
export function barsOption(data: FigureData, plot: Plot): object {
	const stacked = data.form === 'stacked-bars';
	const { lines, width: names } = namesOf(data, plot.width);
	const main = data.series.filter((series) => series.role !== 'reference');
	const values =
		Math.max(...main.flatMap((series) => series.displays.map((text) => textWidth(text))), 16) + 12;
	const negative = main.some((series) => series.values.some((value) => (value ?? 0) < 0));
	const many = main.length > 1;
	const top = plot.top + (many ? 28 : 22);
	const left = plot.left + names + (negative ? values : 0);
	const grid = {
		left,
		top,
		width: plot.left + plot.width - left - (stacked ? 16 : values),
		height: plot.top + plot.height - top - (stacked || data.target ? 24 : 8)
	};
	const marks = stacked ? [] : data.series.filter((series) => series.role === 'reference');
	const unit = data.series[0]?.unit ?? '';
	return {
		grid,
		xAxis: valueAxis(data, stacked),
		yAxis: [
			{
				type: 'category',
				inverse: true,
				data: data.categories.map((category) => category.label),
				axisTick: { show: false },
				axisLine: { show: !negative, lineStyle: { color: palette.line } },
				axisLabel: {
					fontSize: nameSize,
					lineHeight: 14,
					color: palette.ink,
					margin: negative ? values + 6 : 8,
					interval: 0,
					formatter: (_: string, i: number) => lines[i]?.join('\n') ?? ''
				}
			},
			...(marks.length ? [valueColumn(data, main[0], values)] : [])
		],
		series: [
			...main.map((series, i) => bar(data, series, i, main.length, stacked || marks.length > 0, stacked)),
			...marks.map((series) => mark(series))
		],
		graphic: [
			{
				type: 'text',
				silent: true,
				x: plot.left,
				y: plot.top + 2,
				style: {
					text: many ? unit : `${main[0]?.label ?? ''}，${unit}`,
					fontSize: textSize,
					fill: palette.ink3
				}
			},
			...(many ? keys(main, plot, stacked) : marks.length ? keys([...main, ...marks], plot, stacked) : [])
		]
	};
}

function valueAxis(data: FigureData, stacked: boolean): object {
	const sums = data.categories.map((_, i) =>
		data.series.reduce((sum, series) => sum + Math.max(0, series.values[i] ?? 0), 0)
	);
	const known = stacked
		? sums
		: data.series.flatMap((series) => series.values.filter((value) => value !== null));
	const all = ticks([...known, ...(data.target ? [data.target.value] : [])], { zero: true });
	const share = stacked && sums.every((sum) => Math.abs(sum - 100) < 0.6 || sum === 0);
	return {
		type: 'value',
		min: all[0],
		max: share ? 100 : all.at(-1),
		interval: share ? 25 : (all[1] ?? 1) - (all[0] ?? 0),
		axisLabel: {
			show: stacked,
			color: palette.ink3,
			fontSize: textSize,
			formatter: (value: number) => tickText(value, share ? [0, 25] : all)
		},
		splitLine: { show: stacked, lineStyle: { color: palette.grid } },
		axisLine: { show: false },
		axisTick: { show: false }
	};
}

function bar(
	data: FigureData,
	series: FigureSeries,
	order: number,
	count: number,
	bare: boolean,
	stacked: boolean
): object {
	const color = stacked ? tints[order % tints.length] : count > 1 ? categories[order % 4] : palette.brand;
	return {
		name: series.label,
		type: 'bar',
		...(stacked ? { stack: 'all' } : {}),
		barMaxWidth: count > 1 && !stacked ? 10 : 16,
		barGap: '15%',
		itemStyle: { color },
		data: series.values.map((value, i) => ({
			value,
			itemStyle: data.categories[i]?.partial
				? { color: palette.wash, borderColor: palette.brand, borderType: 'dashed', borderWidth: 1 }
				: { color: (value ?? 0) < 0 && count === 1 ? palette.brand3 : color }
		})),
		label: {
			show: !bare,
			position: 'right',
			distance: 5,
			color: palette.ink,
			fontSize: textSize,
			formatter: ({ dataIndex }: { dataIndex: number }) => series.displays[dataIndex] ?? ''
		},
		...(data.target?.series === series.id
			? {
					markLine: {
						silent: true,
						symbol: 'none',
						lineStyle: { color: palette.bad, type: [5, 3], width: 1.2 },
						label: {
							position: 'start',
							color: palette.bad,
							fontWeight: 600,
							fontSize: textSize,
							formatter: data.target.label
						},
						data: [{ xAxis: data.target.value }]
					}
				}
			: {})
	};
}

/** The values in a column at the right edge, where strokes of reference stand beside the bars. */
const valueColumn = (data: FigureData, series: FigureSeries | undefined, width: number): object => ({
	type: 'category',
	inverse: true,
	position: 'right',
	data: data.categories.map((_, i) => `${i}`),
	axisTick: { show: false },
	axisLine: { show: false },
	axisLabel: {
		color: palette.ink,
		fontSize: textSize,
		margin: width - 2,
		align: 'right',
		interval: 0,
		formatter: (_: string, i: number) => series?.displays[i] ?? ''
	}
});

/** A reference value on each bar as a short upright stroke. */
const mark = (series: FigureSeries): object => ({
	name: series.label,
	type: 'scatter',
	symbol: 'rect',
	symbolSize: [3, 18],
	itemStyle: { color: palette.accent },
	z: 5,
	data: [...series.values]
});

/** Keys of the series in their order, from the right edge: a square, or a stroke for a reference. */
function keys(list: readonly FigureSeries[], plot: Plot, stacked: boolean): object[] {
	const widths = list.map((series) => textWidth(series.label) + 28);
	let x =
		plot.left +
		Math.max(
			textWidth(withUnit('0', list[0]?.unit ?? '')) + 10,
			plot.width - widths.reduce((a, b) => a + b, 0)
		);
	return list.flatMap((series, i) => {
		const at = x;
		x += widths[i] ?? 0;
		const reference = series.role === 'reference';
		const color = reference
			? palette.accent
			: stacked
				? tints[i % tints.length]
				: list.filter((one) => one.role !== 'reference').length > 1
					? categories[i % 4]
					: palette.brand;
		return [
			{
				type: 'rect',
				silent: true,
				shape: {
					x: at + (reference ? 4 : 0),
					y: plot.top + 3,
					width: reference ? 3 : 10,
					height: reference ? 12 : 10
				},
				style: { fill: color }
			},
			{
				type: 'text',
				silent: true,
				x: at + 14,
				y: plot.top + 2,
				style: { text: series.label, fontSize: textSize, fill: palette.ink2 }
			}
		];
	});
}
