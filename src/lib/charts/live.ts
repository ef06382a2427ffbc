import type { FigureData } from '#figures/data.ts';
import { echarts } from './echarts.ts';
import { heightOf, option, paperHeight } from './option.ts';

/** Draws a figure in the browser at the width there is, in place of the server's drawing; returns what undoes it. On paper it is as wide as the server drew it. */
export function live(
	element: HTMLElement,
	data: FigureData,
	onPaper: number,
	open: (address: string) => void
): () => void {
	const size = () => ({
		width: Math.max(240, element.clientWidth),
		height: heightOf(data, element.clientWidth)
	});
	const held = document.createElement('div');
	const first = size();
	const chart = echarts.init(held, null, { renderer: 'svg', ...first });
	/** Draws at a size; the drawing shrinks with a printed page. */
	const draw = ({ width, height }: { width: number; height: number }) => {
		held.style.height = `${height}px`;
		chart.resize({ width, height });
		chart.setOption(option(data, { width, height }), { notMerge: true });
		held.querySelector('svg')?.setAttribute('viewBox', `0 0 ${width} ${height}`);
	};
	draw(first);
	const served = [...element.children];
	element.replaceChildren(held);
	chart.on('click', (event) => {
		const series =
			data.series[event.seriesIndex ?? -1] ?? data.series.find((one) => one.label === event.seriesName);
		const address = series?.passports[event.dataIndex];
		if (address) open(address);
	});
	let width = first.width;
	const watch = new ResizeObserver(() => {
		const next = size();
		if (next.width === width) return;
		width = next.width;
		draw(next);
	});
	watch.observe(element);
	const forPaper = () => draw({ width: onPaper, height: paperHeight(data, onPaper) });
	const forScreen = () => draw(size());
	addEventListener('beforeprint', forPaper);
	addEventListener('afterprint', forScreen);
	return () => {
		watch.disconnect();
		removeEventListener('beforeprint', forPaper);
		removeEventListener('afterprint', forScreen);
		chart.dispose();
		element.replaceChildren(...served);
	};
}
