import type { FigureData } from '#figures/data.ts';
import { withUnit } from './describe.ts';
import { palette } from './palette.ts';

/** Text made safe to stand in HTML; names of banks and enterprises come from files. */
export const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What is shown over a category: its name and every series' value with unit, gaps as —. */
export function tip(data: FigureData, at: number): string {
	const category = data.categories[at];
	if (!category) return '';
	const rows = data.series
		.filter((series) => series.values[at] !== null || series.role !== 'projection')
		.map(
			(series) =>
				`<tr><td>${escaped(series.label)}${series.published ? '（公布）' : series.role === 'projection' ? '（推算）' : ''}</td><td><b>${escaped(withUnit(series.displays[at] ?? '—', series.unit))}</b></td></tr>`
		);
	const name = `${escaped(category.label)}${category.partial ? '（未报齐）' : ''}`;
	return `<div class="chart-tip"><div>${name}</div><table>${rows.join('')}</table></div>`;
}

/** The tooltip of a figure: one for all series of a category. */
export const tooltip = (data: FigureData): object => ({
	trigger: 'axis',
	axisPointer: {
		type: data.form === 'line' ? 'line' : 'shadow',
		shadowStyle: { color: 'rgba(18,67,109,0.06)' }
	},
	confine: true,
	transitionDuration: 0,
	backgroundColor: palette.paper,
	borderColor: palette.line,
	borderWidth: 1,
	padding: [7, 11],
	extraCssText: 'box-shadow:none;border-radius:6px',
	textStyle: { color: palette.ink, fontSize: 12.5 },
	formatter: (shown: unknown) => {
		const first = (Array.isArray(shown) ? shown[0] : shown) as { dataIndex?: number } | undefined;
		return tip(data, first?.dataIndex ?? -1);
	}
});
