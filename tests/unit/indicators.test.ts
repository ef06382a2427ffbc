import { describe, expect, it } from 'vitest';
import { endOf } from '#core/period.ts';
import { fromDecimal } from '#core/rational.ts';
import { units } from '#core/unit.ts';
import { datasets } from '#datasets/index.ts';
import { isDimension } from '#formula/dimensions.ts';
import { evaluateSample } from '#formula/example.ts';
import { leavesOf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { isMissing, type Outcome } from '#formula/reason.ts';
import { datasetsOf, isView } from '#formula/source.ts';
import { parametersOfTest } from '#formula/test.ts';
import { inWords } from '#formula/words.ts';
import { targetText } from '#indicators/define.ts';
import { indicators, indicatorOf } from '#indicators/index.ts';
import { withParameters } from '#policy/parameters.ts';

// Protects every definition: its examples are calculated by hand and must come out exactly, and what it promises
// (breakdowns, units, datasets) must exist.

const exact = (outcome: Outcome): string =>
	isMissing(outcome) ? outcome.missing : outcome.d === 1n ? `${outcome.n}` : `${outcome.n}/${outcome.d}`;

function lowest(value: string | number): string {
	const [n, d = '1'] = String(value).split('/');
	let [a, b] = [BigInt(n!), BigInt(d)];
	const sign = a < 0n ? -1n : 1n;
	[a, b] = [a * sign, b];
	let [x, y] = [a, b];
	while (y) [x, y] = [y, x % y];
	return b / x === 1n ? `${(sign * a) / x}` : `${(sign * a) / x}/${b / x}`;
}

describe.each([...indicators.values()])('$code $label', (indicator) => {
	it.each(indicator.examples.map((example) => [example.says, example] as const))('%s', (_, example) => {
		const outcome = evaluateSample(
			indicator.formula,
			{ period: example.period ?? '2026-09', ...example },
			example.where,
			example.scope
		);
		expect(exact(outcome)).toBe(
			typeof example.value === 'object' ? example.value.missing : lowest(example.value)
		);
	});

	it('has examples, a definition and a basis, and can be put into words', () => {
		expect(indicator.examples.length).toBeGreaterThan(0);
		expect(indicator.definition.length).toBeGreaterThan(15);
		expect(indicator.basis).not.toBe('');
		expect(indicator.unit in units).toBe(true);
		expect(inWords(indicator.formula)).not.toMatch(/undefined|\[object/);
		for (const dataset of indicator.datasets) expect(datasets.has(dataset.id)).toBe(true);
	});

	it('is calculated in its examples with parameters of their own', () => {
		const formula = JSON.stringify(indicator.formula).matchAll(/"is":"parameter","id":"(\w+)"/g);
		const used = [...formula].map(([, id]) => id!);
		for (const { source, where } of leavesOf(indicator.formula))
			used.push(...where.flatMap(parametersOfTest), ...(isView(source) ? (source.parameters ?? []) : []));
		for (const { says, parameters } of indicator.examples)
			expect(Object.keys(parameters ?? {}).sort(), says).toEqual([...new Set(used)].sort());
	});

	it('can be broken down as it says', () => {
		for (const dimension of indicator.by) {
			expect(isDimension(dimension)).toBe(true);
			for (const leaf of leavesOf(indicator.formula, true))
				expect(Object.keys(dimensionsOf(leaf.source))).toContain(dimension);
		}
	});
});

describe('a dated target', () => {
	const share = indicatorOf('key-area-share');
	const set = (id: string, from: string, value: string) => ({ id, from, value });
	const later = withParameters([
		set('keyAreaShare', '2027-01-01', '0.555'),
		set('keyAreaAmberShare', '2027-01-01', '0.5')
	]);

	it('is in words what it is on the day', () => {
		expect(targetText(share, later, '2026-12-31')).toBe('每年不低于50%');
		expect(targetText(share, later, '2027-01-01')).toBe('每年不低于55.5%');
		expect(targetText(share, later, '2022-01-01')).toBeNull();
	});

	it('is judged by the warning line of the day', () => {
		const at = (period: string, value: string) =>
			share.status!({
				period,
				value: fromDecimal(value),
				target: later('keyAreaShare', endOf(period)),
				growth: () => null,
				other: () => null,
				parameter: (id) => later(id, endOf(period))
			});
		// 48 % in September: above the line of 45 % in 2026, below that of 50 % in 2027.
		expect(at('2026-09', '0.48')).toEqual({ light: 'amber', because: '距50%目标差2个百分点' });
		expect(at('2027-09', '0.48')).toEqual({ light: 'red', because: '距55.5%目标差7.5个百分点' });
	});
});

describe('the set of indicators', () => {
	it('has a code of its own for each', () => {
		const codes = [...indicators.values()].map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
		expect(indicatorOf('M04-8').id).toBe('tech-loan-balance');
		expect(() => indicatorOf('M99-1')).toThrow('unknown indicator: M99-1');
	});

	it('covers every code of clauses 1, 4, 6 and 10', () => {
		const codes = new Set([...indicators.values()].map(({ code }) => code.replace(/[a-z]$/, '')));
		const wanted = [
			...[1, 2, 3, 4].map((n) => `M01-${n}`),
			...Array.from({ length: 13 }, (_, at) => `M04-${at + 1}`),
			...Array.from({ length: 9 }, (_, at) => `M06-${at + 1}`),
			...Array.from({ length: 7 }, (_, at) => `M10-${at + 1}`)
		];
		expect(wanted.filter((code) => !codes.has(code))).toEqual([]);
	});

	it('rests only on datasets that are filed', () => {
		for (const indicator of indicators.values())
			for (const leaf of leavesOf(indicator.formula))
				expect(datasetsOf(leaf.source).length).toBeGreaterThan(0);
	});
});
