import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** What pictures are drawn in. */
export const pictureFont = 'Noto Sans SC';

let ready = false;

/** Registers the shipped Chinese fonts, so that a bare server draws the same picture as any other; throws if one cannot be read. */
export function registerFonts(): void {
	if (ready) return;
	const require = createRequire(import.meta.url);
	for (const weight of ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'])
		if (
			!GlobalFonts.registerFromPath(
				require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}.ttf`),
				pictureFont
			)
		)
			throw new Error(`font not readable: ${weight}`);
	ready = true;
}
