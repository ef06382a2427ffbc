import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { CanvasRenderer } from 'echarts/renderers';
import type { FigureData } from '#figures/data.ts';
import { echarts } from './echarts.ts';
import { option, pictureHeight } from './option.ts';

echarts.use([CanvasRenderer]);
let ready = false;

/** Registers the shipped Chinese fonts, so that a bare server draws the same picture as any other. */
function prepare(): void {
	if (ready) return;
	const require = createRequire(import.meta.url);
	for (const weight of ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'])
		GlobalFonts.registerFromPath(
			require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}.ttf`),
			'Noto Sans SC'
		);
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
