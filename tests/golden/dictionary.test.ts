import { describe, expect, it } from 'vitest';
import { datasets } from '#datasets/index.ts';
import { indicators } from '#indicators/index.ts';
import { dictionary, dictionaryMarkdown } from '#lib/server/pages/dictionary.ts';

// Protects published definitions: whoever changes a declaration sees here what readers of the dictionary will see changed.
describe('the dictionary', () => {
	it('reads as it was last approved', async () => {
		await expect(dictionaryMarkdown()).toMatchFileSnapshot('./dictionary.md');
	});
	it('holds everything that is declared, once', () => {
		const whole = dictionary();
		expect(whole.datasets.map((one) => one.id)).toEqual([...datasets.keys()]);
		expect(whole.indicators.map((one) => one.id).sort()).toEqual([...indicators.keys()].sort());
		for (const part of [whole.indicators, whole.datasets, whole.checks, whole.codes, whole.parameters]) {
			const ids = part.map((one) => one.id);
			expect(new Set(ids).size).toBe(ids.length);
		}
	});
	it('is plain data', () => {
		expect(JSON.parse(JSON.stringify(dictionary()))).toEqual(dictionary());
	});
	it('names only code lists, datasets and checks that are in it', () => {
		const { datasets: forms, codes, checks, indicators: all } = dictionary();
		const lists = new Set(codes.map((one) => one.id));
		const ids = new Set(forms.map((one) => one.id));
		const rules = new Set(checks.map((one) => one.id));
		for (const form of forms) {
			for (const column of form.columns)
				if (column.codes) expect(lists, column.label).toContain(column.codes);
			for (const check of form.checks) expect(rules).toContain(check);
		}
		for (const one of all) for (const id of one.datasets) expect(ids, one.code).toContain(id);
	});
});
