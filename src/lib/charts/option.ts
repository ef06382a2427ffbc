import type { EChartsOption } from 'echarts/types/dist/echarts';
import type { FigureData } from '#figures/data.ts';
import { barsOption, barStep } from './bars.ts';
import { broken } from './broken.ts';
import { describe, sourceLine } from './describe.ts';
import { fontFamily, palette, textSize } from './palette.ts';
import { timeOption } from './time.ts';
import { tooltip } from './tooltip.ts';

/** The size to draw at, in px. A picture also carries title, subtitle, source and notes. */
export interface Size {
	readonly width: number;
	readonly height: number;
	readonly picture?: boolean;
}

/** The part of the drawing that a chart may use, in px from its top left corner. */
export interface Plot {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** How tall a figure is drawn at a width: bars by their number, everything else at a fixed height. */
export function heightOf(data: FigureData, width = 640): number {
	const bars = (head: number, least: number): number =>
		Math.max(least, data.categories.length * barStep(data, width) + head);
	if (data.form === 'bars') return bars(46, 120);
	if (data.form === 'stacked-bars') return bars(72, 140);
	return data.form === 'columns-line' ? (width < 420 ? 300 : 330) : 300;
}

/** The same on paper, where what lies along time is kept flatter. */
export const paperHeight = (data: FigureData, width: number): number =>
	data.form === 'bars' || data.form === 'stacked-bars'
		? heightOf(data, width)
		: Math.min(heightOf(data, width), Math.round(width * 0.55));

/** What ECharts draws for a figure: the same on the server, in the browser and in a picture. */
export function option(data: FigureData, size: Size): EChartsOption {
	const { top, bottom, parts } = size.picture ? frame(data, size) : { top: 0, bottom: 0, parts: [] };
	const margin = size.picture ? 24 : 0;
	const plot: Plot = {
		left: margin,
		top,
		width: size.width - 2 * margin,
		height: size.height - top - bottom
	};
	const drawn =
		data.form === 'bars' || data.form === 'stacked-bars' ? barsOption(data, plot) : timeOption(data, plot);
	return {
		animation: false,
		backgroundColor: size.picture ? palette.paper : 'transparent',
		textStyle: { fontFamily, fontSize: textSize, color: palette.ink2 },
		aria: { enabled: !size.picture, label: { description: describe(data) } },
		tooltip: tooltip(data),
		...drawn,
		graphic: [...(drawn as { graphic: Part[] }).graphic, ...parts].map(inHouseFont)
	} as EChartsOption;
}

interface Part {
	readonly type?: string;
	readonly style?: object;
	readonly [property: string]: unknown;
}

/** Free text does not inherit the chart's font. */
const inHouseFont = (part: Part): Part =>
	part.type === 'text' ? { ...part, style: { fontFamily, ...part.style } } : part;

/** Height of a picture that holds the figure with its title block and source. */
export function pictureHeight(data: FigureData, width: number): number {
	const { top, bottom } = frame(data, { width, height: 0 });
	return top + bottom + heightOf(data, width);
}

function frame(data: FigureData, size: Size): { top: number; bottom: number; parts: Part[] } {
	const width = size.width - 48;
	const title = broken(data.headline, width, 18);
	const sub = broken(data.subtitle, width, 13);
	const notes = data.notes.map((note, i) => `注${data.notes.length > 1 ? i + 1 : ''}：${note}`);
	const foot = [sourceLine(data), ...notes].flatMap((line) => broken(line, width, textSize));
	const words = (lines: string[], y: number, style: object, height: number) =>
		lines.map((text, i) => ({
			type: 'text',
			silent: true,
			left: 24,
			top: y + i * height,
			style: { text, ...style }
		}));
	const top = 20 + title.length * 25 + sub.length * 19 + 12;
	const bottom = foot.length * 18 + 26;
	return {
		top,
		bottom,
		parts: [
			...words(title, 18, { fontSize: 18, fontWeight: 700, fill: palette.ink }, 25),
			...words(sub, 18 + title.length * 25 + 2, { fontSize: 13, fill: palette.ink3 }, 19),
			{
				type: 'line',
				silent: true,
				shape: { x1: 24, y1: size.height - bottom + 8, x2: size.width - 24, y2: size.height - bottom + 8 },
				style: { stroke: palette.line, lineWidth: 1 }
			},
			...words(foot, size.height - bottom + 15, { fontSize: textSize, fill: palette.ink3 }, 18)
		]
	};
}
