import { describe, expect, it } from 'vitest';
import { format, formatSigned, grouped, plainValue, plotted, prose } from '#core/number.ts';
import { fromDecimal, rational } from '#core/rational.ts';
import { units } from '#core/unit.ts';

// Protects how numbers print: a fixed number of decimals per unit, and a missed target never reads as reached.
const half = fromDecimal('0.5');

describe('numbers', () => {
	it('print in the unit of the indicator', () => {
		expect(format(rational(10_949_000_000_000n), 'yiYuan')).toBe('1,094.90');
		expect(format(rational(12_345_678_901n), 'wanYuan')).toBe('12,345.68');
		expect(format(fromDecimal('0.1234'), 'percent')).toBe('12.3');
		expect(format(rational(345_678), 'annualRate')).toBe('3.46');
		expect(format(rational(-34_999), 'basisPoint')).toBe('-35');
		expect(format(null, 'yiYuan')).toBe('—');
		expect(format(rational(0), 'yiYuan')).toBe('0.00');
	});

	it('F6: show 49.96 % with two decimals beside a target of 50 %, never as 50.0', () => {
		expect(format(fromDecimal('0.4996'), 'percent', { threshold: half })).toBe('49.96');
		expect(format(fromDecimal('0.49999'), 'percent', { threshold: half })).toBe('49.999');
		expect(format(fromDecimal('0.5'), 'percent', { threshold: half })).toBe('50.0');
		expect(format(fromDecimal('0.4063'), 'percent', { threshold: half })).toBe('40.6');
	});

	it('give exact plain values: 元 as text, counts whole, shares as fractions, rates in % a year', () => {
		expect(plainValue(rational(123_456_789_012_345_678n), 'yiYuan')).toBe('1234567890123456.78');
		expect(plainValue(rational(42), 'household')).toBe(42);
		expect(plainValue(rational(65, 160), 'percent')).toBe(0.40625);
		expect(plainValue(rational(345_678), 'annualRate')).toBe(3.45678);
		expect(plainValue(rational(-35_000), 'basisPoint')).toBe(-35);
		expect(plotted(rational(10_949_000_000_000n), 'yiYuan')).toBe(1094.9);
	});

	it('drop trailing zeros in prose and group thousands in tables', () => {
		expect(prose(rational(420_000_000_000_000n), 'wanYiYuan')).toBe('4.2');
		expect(prose(fromDecimal('0.12'), 'percent')).toBe('12');
		expect(grouped('-1234567.80')).toBe('-1,234,567.80');
		expect(formatSigned(fromDecimal('0.031'), 'percent')).toBe('+3.1');
		expect(formatSigned(fromDecimal('0.0001'), 'percent')).toBe('0.0');
	});

	it('has a label and a positive scale for every unit', () => {
		for (const { label, per } of Object.values(units)) {
			expect(label).not.toBe('');
			expect(per[0] > 0n && per[1] > 0n).toBe(true);
		}
	});
});
