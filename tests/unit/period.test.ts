import { describe, expect, it } from 'vitest';
import {
	addDays,
	addMonths,
	endOf,
	isDate,
	isPeriod,
	lastMonth,
	monthsOf,
	periodLabel,
	periodOf,
	periodsBetween,
	previous,
	yearEarlier,
	yearEndBefore,
	yearToDate
} from '#core/period.ts';

// Protects the calendar of all comparisons: which period is the base of which.
describe('periods', () => {
	it('hold their months', () => {
		expect(monthsOf('2026Q3')).toEqual(['2026-07', '2026-08', '2026-09']);
		expect(monthsOf('2026H1')).toHaveLength(6);
		expect(yearToDate('2026-03')).toEqual(['2026-01', '2026-02', '2026-03']);
		expect(yearToDate('2026Q1')).toEqual(['2026-01', '2026-02', '2026-03']);
		expect(lastMonth('2026')).toBe('2026-12');
	});

	it('know the bases of 同比, 环比 and 较年初', () => {
		expect(yearEarlier('2026-02')).toBe('2025-02');
		expect(yearEarlier('2026Q3')).toBe('2025Q3');
		expect(previous('2026-01')).toBe('2025-12');
		expect(previous('2026Q1')).toBe('2025Q4');
		expect(yearEndBefore('2026-01')).toBe('2025-12');
		expect(addMonths('2026-09', -24)).toBe('2024-09');
		expect(periodOf('2026-08', 'quarter')).toBe('2026Q3');
		expect(periodsBetween('2025Q4', '2026Q2')).toEqual(['2025Q4', '2026Q1', '2026Q2']);
	});

	it('end on days that exist, and refuse those that do not', () => {
		expect(endOf('2024-02')).toBe('2024-02-29');
		expect(endOf('2026Q2')).toBe('2026-06-30');
		expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
		expect(isDate('2026-02-29')).toBe(false);
		expect(isDate('1900-02-29')).toBe(false);
		expect(isPeriod('2026-13')).toBe(false);
		expect(() => monthsOf('2026-13')).toThrow('invalid period: 2026-13');
	});

	it('are written as an office writes them', () => {
		expect(['2026-09', '2026Q3', '2026H1', '2026'].map(periodLabel)).toEqual([
			'2026年9月',
			'2026年三季度',
			'2026年上半年',
			'2026年'
		]);
	});
});
