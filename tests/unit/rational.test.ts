import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	add,
	compare,
	divide,
	fromDecimal,
	multiply,
	rational,
	subtract,
	toFixed,
	toNumber
} from '#core/rational.ts';

// Protects exactness: totals tie to the 分 beyond 2⁵³, and rounding is half away from zero.
const big = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const fraction = fc.tuple(big, fc.bigInt({ min: 1n, max: 10n ** 9n })).map(([n, d]) => rational(n, d));

describe('exact numbers', () => {
	it('obey the laws of arithmetic', () => {
		fc.assert(
			fc.property(fraction, fraction, fraction, (a, b, c) => {
				expect(add(a, b)).toEqual(add(b, a));
				expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
				expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
				expect(add(subtract(a, b), b)).toEqual(a);
				if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
				expect(compare(a, b)).toBe(-compare(b, a) + 0);
			})
		);
	});

	it('keep every 分 of a sum beyond 2⁵³', () => {
		const national = rational(27_000_000_000_000_001n);
		expect(toFixed(divide(add(national, rational(1)), rational(100)), 2)).toBe('270000000000000.02');
	});

	it('round half away from zero', () => {
		expect(toFixed(fromDecimal('2.345'), 2)).toBe('2.35');
		expect(toFixed(fromDecimal('-2.345'), 2)).toBe('-2.35');
		expect(toFixed(fromDecimal('-0.004'), 2)).toBe('0.00');
		expect(toFixed(fromDecimal('0.5'), 0)).toBe('1');
	});

	it('come to the nearest double', () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: 1 }), (n, d) => {
				expect(toNumber(rational(n, d)) + 0).toBe(n / d + 0);
			})
		);
		expect(toNumber(rational(10n ** 40n, 3n * 10n ** 39n))).toBeCloseTo(10 / 3, 12);
		expect(() => divide(rational(1), rational(0))).toThrow('zero denominator');
		expect(() => fromDecimal('1e5')).toThrow('invalid decimal: 1e5');
	});
});
