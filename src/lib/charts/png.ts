import { createCanvas } from '@napi-rs/canvas';
import { CanvasRenderer } from 'echarts/renderers';
import type { FigureData } from '#figures/data.ts';
import { echarts } from './echarts.ts';
import { registerFonts } from './fonts.ts';
import { option, pictureHeight } from './option.ts';

echarts.use([CanvasRenderer]);
let ready = false;

function prepare(): void {
	registerFonts();
	if (ready) return;
	echarts.setPlatformAPI({
		createCanvas: ((width = 32, height = 32) => createCanvas(width, height)) as never
	});
	ready = true;
}

/** The figure as a `.png` of its own, at twice the pixels for print. */
export async function png(data: FigureData, width = 880): Promise<Uint8Array> {
	prepare();
	const height = pictureHeight(data, width);
	const canvas = createCanvas(width * 2, height * 2);
	const chart = echarts.init(canvas as never, null, {
		renderer: 'canvas',
		width,
		height,
		devicePixelRatio: 2
	});
	try {
		chart.setOption(option(data, { width, height, picture: true }));
		return await canvas.encode('png');
	} finally {
		chart.dispose();
	}
}
