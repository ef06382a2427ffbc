import { describe, expect, it } from 'vitest';
import { sizeByRule } from '#policy/size-rule.ts';

// Protects the recomputation of sizes by 工信部联企业〔2011〕300号, read off the standard's own table.
const wan = 1_000_000; // 万元 in 分
const size = (
	industry: string,
	employees: number | null,
	revenue: number | null,
	assets: number | null = null
) =>
	sizeByRule(industry, {
		employees,
		revenue: revenue === null ? null : revenue * wan,
		totalAssets: assets === null ? null : assets * wan
	});

describe('sizes by the standard', () => {
	it('need every minimum of a size', () => {
		// 工业: large from 1000 persons and 40000万元; medium 300 and 2000; small 20 and 300.
		expect(size('C39', 1000, 40_000)).toBe('CS01');
		expect(size('C39', 999, 400_000)).toBe('CS02');
		expect(size('C39', 5000, 39_999)).toBe('CS02');
		expect(size('C39', 300, 2000)).toBe('CS02');
		expect(size('C39', 299, 2000)).toBe('CS03');
		expect(size('C39', 300, 1999)).toBe('CS03');
		expect(size('C39', 20, 300)).toBe('CS03');
		expect(size('C39', 19, 30_000)).toBe('CS04');
		expect(size('C39', 300, 299)).toBe('CS04');
	});

	it('differ by industry', () => {
		expect(size('I65', 100, 1000)).toBe('CS02');
		expect(size('I65', 10, 50)).toBe('CS03');
		expect(size('I64', 100, 1000)).toBe('CS02');
		expect(size('F51', 5, 1000)).toBe('CS03');
		expect(size('F52', 300, 20_000)).toBe('CS01');
		expect(size('M73', 300, null)).toBe('CS01');
		expect(size('M73', 9, null)).toBe('CS04');
		expect(size('E47', null, 6000, 5000)).toBe('CS02');
		expect(size('L72', 100, null, 8000)).toBe('CS02');
		expect(size('A01', null, 500)).toBe('CS02');
	});

	it('are not told where a figure is missing or the division is not enough', () => {
		expect(size('C39', null, 5000)).toBeNull();
		expect(size('K70', 10, 10, 10)).toBeNull();
		expect(size('J66', 10, 10, 10)).toBeNull();
		expect(size('G53', 10, 10, 10)).toBeNull();
		expect(size('200', 10, 10, 10)).toBeNull();
	});
});
