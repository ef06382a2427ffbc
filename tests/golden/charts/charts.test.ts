import { describe, expect, it } from 'vitest';
import { picture } from '#lib/charts/svg.ts';
import { compared, figures } from '../../unit/charts-figures.ts';

/** The drawing with ids numbered in order and numbers cut to one decimal, so that only what one sees is compared. */
function normalised(svg: string): string {
	const ids = new Map<string, string>();
	return svg
		.replace(/zr\d+-?[\w-]*/g, (id) => ids.get(id) ?? (ids.set(id, `id${ids.size}`), `id${ids.size - 1}`))
		.replace(/\d+\.\d+/g, (number) => Number(number).toFixed(1))
		.replace(/></g, '>\n<');
}

// Protects every form of figure against a change nobody meant; accept a meant one with -u and look at it.
describe('figures as drawn', () => {
	for (const data of [...Object.values(figures), compared].filter((one) => one.form !== 'table'))
		it(data.id, async () => {
			await expect(normalised(picture(data, 720).svg)).toMatchFileSnapshot(`./${data.id}.svg`);
		});
});
