import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '#checks/index.ts';
import { datasets } from '#datasets/index.ts';
import { indicators } from '#indicators/index.ts';

// Protects what is true of the declarations as a whole. That an id equals its file name is enforced on loading.
const repeated = (values: readonly string[]): string[] =>
	values.filter((value, i) => values.indexOf(value) !== i);
const chinese = /[㐀-鿿]/;

describe('the whole set', () => {
	it('holds every dataset that issue and design name for the four themes and the roster', () => {
		for (const id of [
			'roster',
			'corp-loan-stock',
			'corp-loan-flow',
			'corp-customer',
			'loan-tag',
			'policy-fund',
			'policy-quota',
			'all-loan',
			'product',
			'product-month',
			'product-feedback',
			'bond-candidate',
			'bond-step',
			'bond-issue',
			'bond-session',
			'institution',
			'published-series'
		])
			expect([...datasets.keys()]).toContain(id);
	});

	it('holds every indicator of M01-1…4, M04-1…13, M06-1…9, M10-1…7', () => {
		const codes = [...indicators.values()].map((indicator) => indicator.code);
		const wanted = { M01: 4, M04: 13, M06: 9, M10: 7 };
		for (const [clause, last] of Object.entries(wanted))
			for (let n = 1; n <= last; n++)
				expect(
					codes.some((code) => code.replace(/[a-z]+$/, '') === `${clause}-${n}`),
					`${clause}-${n}`
				).toBe(true);
		expect(repeated(codes)).toEqual([]);
	});

	it('names every column, check and indicator in Chinese, once', () => {
		for (const dataset of datasets.values()) {
			const labels = Object.values(dataset.columns).map((column) => column.label);
			expect(
				labels.filter((label) => !chinese.test(label)),
				dataset.id
			).toEqual([]);
			expect(repeated(labels), dataset.id).toEqual([]);
			expect(dataset.definition).toMatch(chinese);
		}
		for (const check of checks.values()) {
			expect(check.message, check.id).toMatch(chinese);
			expect(check.remedy, check.id).toMatch(chinese);
		}
		for (const indicator of indicators.values())
			for (const text of [indicator.label, indicator.definition, indicator.basis, indicator.filedBy])
				expect(text, indicator.id).toMatch(chinese);
	});

	it('shows every check passing and failing, and every indicator by example', () => {
		for (const check of checks.values()) {
			expect(check.examples.pass.length, check.id).toBeGreaterThan(0);
			expect(check.examples.fail.length, check.id).toBeGreaterThan(0);
		}
		for (const indicator of indicators.values())
			expect(indicator.examples.length, indicator.id).toBeGreaterThan(0);
	});

	it('has no dead link in its manuals', () => {
		const root = path.resolve(import.meta.dirname, '../..');
		for (const manual of ['README.md', 'README.zh-CN.md'])
			for (const [, link] of readFileSync(path.join(root, manual), 'utf8').matchAll(/\]\(([^)#]+)\)/g))
				if (!/^https?:/.test(link!))
					expect(existsSync(path.join(root, link!)), `${manual} → ${link}`).toBe(true);
	});
});
