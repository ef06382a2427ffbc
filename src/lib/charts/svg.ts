import type { FigureData } from '#figures/data.ts';
import { describe } from './describe.ts';
import { echarts } from './echarts.ts';
import { heightOf, option, pictureHeight } from './option.ts';
import { escaped } from './tooltip.ts';

/** A figure drawn on the server. */
export interface Drawing {
	readonly svg: string;
	readonly width: number;
	readonly height: number;
}

function draw(data: FigureData, width: number, height: number, picture: boolean): Drawing {
	const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
	try {
		chart.setOption(option(data, { width, height, picture }));
		const text = chart.renderToSVGString({ useViewBox: true });
		return { svg: text.replace(/<style[\s\S]*?<\/style>/g, ''), width, height };
	} finally {
		chart.dispose();
	}
}

const kept = new Map<string, Drawing>();
const most = 400;

/** The chart of a figure as SVG to stand in a page; drawn once for the same data and size. */
export function drawing(data: FigureData, width = 470, height = heightOf(data, width)): Drawing {
	const key = `${width}×${height} ${JSON.stringify(data)}`;
	const known = kept.get(key);
	if (known) {
		kept.delete(key);
		kept.set(key, known);
		return known;
	}
	const fresh = draw(data, width, height, false);
	kept.set(key, fresh);
	if (kept.size > most) kept.delete(kept.keys().next().value ?? '');
	return fresh;
}

/** The figure as a picture of its own: title, subtitle, source and notes are part of it, and what it says is its text alternative. */
export function picture(data: FigureData, width = 880): Drawing {
	const drawn = draw(data, width, pictureHeight(data, width), true);
	return {
		...drawn,
		svg: drawn.svg.replace(/^(<svg[^>]*)>/, `$1 role="img"><title>${escaped(describe(data))}</title>`)
	};
}
