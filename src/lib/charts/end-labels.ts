import type { FigureData, FigureSeries } from '#figures/data.ts';
import { broken } from './broken.ts';
import { lastKnown, withUnit } from './describe.ts';
import { categoryInks, palette, textSize, textWidth } from './palette.ts';
import type { Band } from './time.ts';

/** The lines of a band that are named at their end: all but projections, and only if there are several. */
export const endingLines = (band: Band): readonly FigureSeries[] =>
	band.series.filter((series) => series.role !== 'projection' && lastKnown(series) >= 0);
const named = (band: Band): readonly FigureSeries[] =>
	band.kind === 'line' && endingLines(band).length > 1 ? endingLines(band) : [];

const lineHeight = 15;

/** The last value of a line; its month too where others of the band go on after it. */
function lastValue(data: FigureData, band: Band, series: FigureSeries): string {
	const at = lastKnown(series);
	const value = withUnit(series.displays[at] ?? '', series.unit === '%' ? '%' : '');
	const { key = '', label = '' } = data.categories[at] ?? {};
	if (at === Math.max(...named(band).map(lastKnown))) return value;
	return `${value}（${key.slice(0, 4) === data.period.slice(0, 4) ? label.replace(/^\d+年/, '') : label}）`;
}

function linesOf(data: FigureData, band: Band, series: FigureSeries, width: number): string[] {
	const value = lastValue(data, band, series);
	const name = broken(series.label, width, textSize);
	const last = `${name.at(-1) ?? ''} ${value}`;
	return textWidth(last) <= width
		? [...name.slice(0, -1), last]
		: [...name, ...broken(value, width, textSize)];
}

/** Room the names need at the right of the plot. */
export function endMargin(data: FigureData, band: Band, width: number): number {
	const most = Math.min(130, width * 0.3);
	const texts = named(band).flatMap((series) => linesOf(data, band, series, most));
	return texts.length ? Math.min(most, Math.max(...texts.map((text) => textWidth(text)))) + 14 : 0;
}

/** Room for the half of the last point's label that would stand beyond the plot. */
export function lastLabelMargin(data: FigureData, band: Band, width: number): number {
	if (named(band).length) return 0;
	const halves = band.series.map((series) => {
		const at = lastKnown(series);
		if (at < data.categories.length - 1 || series.role === 'projection') return 0;
		const text = withUnit(series.displays[at] ?? '', series.unit === '%' ? '%' : '');
		return textWidth(text) / 2 + 2 - width / data.categories.length / 2;
	});
	return Math.max(0, ...halves);
}

/** Names and last values beside the ends of lines, moved apart where they would touch. */
export function endLabels(data: FigureData, band: Band, x: number, width: number): object[] {
	const [low, high] = [band.ticks[0] ?? 0, band.ticks.at(-1) ?? 1];
	const placed = named(band)
		.map((series, i) => {
			const value = series.values[lastKnown(series)] ?? low;
			const lines = linesOf(data, band, series, width);
			const height = lines.length * lineHeight;
			const y = band.top + band.height * (1 - (value - low) / (high - low)) - height / 2;
			return { series, i, lines, height, y };
		})
		.sort((a, b) => a.y - b.y);
	let floor = band.top - 8;
	for (const label of placed) {
		label.y = Math.max(label.y, floor);
		floor = label.y + label.height + 4;
	}
	let ceiling = band.top + band.height + 12;
	for (const label of placed.toReversed()) {
		label.y = Math.min(label.y, ceiling - label.height);
		ceiling = label.y - 4;
	}
	return placed.map(({ series, i, lines, y }) => ({
		type: 'text',
		silent: true,
		x,
		y,
		style: {
			text: lines.join('\n'),
			fontSize: textSize,
			lineHeight,
			fontWeight: series.role === 'main' ? 600 : 400,
			fill: series.role === 'accent' ? palette.accentInk : categoryInks[i % 4]
		}
	}));
}
