import type { FigureData } from '#figures/data.ts';
import { echarts } from './echarts.ts';
import { heightOf, option } from './option.ts';

/** Draws a figure in the browser at the width there is, in place of the server's drawing; returns what undoes it. */
export function live(element: HTMLElement, data: FigureData, open: (address: string) => void): () => void {
	const size = () => ({
		width: Math.max(240, element.clientWidth),
		height: heightOf(data, element.clientWidth)
	});
	const held = document.createElement('div');
	const fit = () => {
		const { width, height } = size();
		held.style.height = `${height}px`;
		return { width, height };
	};
	const first = fit();
	const chart = echarts.init(held, null, { renderer: 'svg', ...first });
	chart.setOption(option(data, first));
	/** Lets the drawing shrink with a printed page. */
	const scalable = ({ width, height }: { width: number; height: number }) =>
		held.querySelector('svg')?.setAttribute('viewBox', `0 0 ${width} ${height}`);
	scalable(first);
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
		fit();
		chart.resize(next);
		chart.setOption(option(data, next), { notMerge: true });
		scalable(next);
	});
	watch.observe(element);
	return () => {
		watch.disconnect();
		chart.dispose();
		element.replaceChildren(...served);
	};
}
