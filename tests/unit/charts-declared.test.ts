import { describe, expect, it } from 'vitest';
import { unitOf } from '#core/unit.ts';
import { figures } from '#figures/index.ts';

// Protects every declared figure: it can say what it shows, in which unit and from whom, and asks only what its indicators allow.
describe('figures', () => {
	it('are there', () => expect(figures.size).toBeGreaterThan(15));
	for (const figure of figures.values())
		describe(figure.id, () => {
			it('has a name, a source and a unit for everything it draws', () => {
				expect(figure.label).toMatch(/\p{Script=Han}/u);
				expect([...figure.label].length).toBeLessThanOrEqual(24);
				expect(figure.source).toMatch(/\p{Script=Han}/u);
				expect(figure.strokes.length).toBeGreaterThan(0);
				for (const { indicator } of figure.strokes) expect(unitOf(indicator.unit).label).not.toBe('');
			});
			it('breaks down and compares only as its indicators may', () => {
				for (const { indicator, take } of figure.strokes) {
					if (figure.axis.kind === 'keys') expect(indicator.by).toContain(figure.axis.by);
					if (take !== 'value')
						expect(indicator.comparisons).toContain(take === 'contribution' ? 'yearOnYear' : take);
				}
			});
			it('draws at most four things in at most two units', () => {
				expect(figure.strokes.length + (figure.published?.length ?? 0)).toBeLessThanOrEqual(4);
				const units = figure.strokes.map((stroke) =>
					stroke.take === 'value' ? stroke.indicator.unit : 'change'
				);
				expect(new Set(units).size).toBeLessThanOrEqual(2);
			});
			it('names its strokes apart', () => {
				const ids = [...figure.strokes, ...(figure.published ?? [])].map((one) => one.id);
				expect(new Set(ids).size).toBe(ids.length);
				if (figure.target) expect(ids).toContain(figure.target);
			});
		});
});
