import { describe, expect, it } from 'vitest';
import { dueOn, holidaySource, isWorkingDay, workingDay, workingDaysBetween } from '#core/calendar.ts';

// Protects the due days: a bank must not be called late on a public holiday.
describe('working days', () => {
	it('follow the holiday notice of 2026', () => {
		// 国办发明电〔2025〕7号: 春节 15–23 February, work on Saturdays 14 and 28 February.
		expect(isWorkingDay('2026-02-13')).toBe(true);
		expect(isWorkingDay('2026-02-14')).toBe(true);
		expect(isWorkingDay('2026-02-16')).toBe(false);
		expect(isWorkingDay('2026-02-23')).toBe(false);
		expect(isWorkingDay('2026-02-28')).toBe(true);
	});

	it('count from the first working day of the month', () => {
		// October 2026: holiday 1–7; 8, 9, Sat 10 (worked), 12–16, 19, 20 → the tenth is the 20th.
		expect(workingDay('2026-10', 1)).toBe('2026-10-08');
		expect(workingDay('2026-10', 10)).toBe('2026-10-20');
		expect(dueOn('2026-09', 10)).toBe('2026-10-20');
		expect(dueOn('2026Q3', 15)).toBe('2026-10-27');
	});

	it('fall back to weekends in a year without a notice, and say so', () => {
		expect(holidaySource('2026')).toBe('国办发明电〔2025〕7号');
		expect(holidaySource('2031')).toBeNull();
		expect(isWorkingDay('2031-10-01')).toBe(true);
		expect(isWorkingDay('2031-10-04')).toBe(false);
	});

	it('count between two days', () => {
		expect(workingDaysBetween('2026-09-30', '2026-10-09')).toBe(2);
		expect(workingDaysBetween('2026-10-09', '2026-09-30')).toBe(-2);
		expect(workingDaysBetween('2026-10-09', '2026-10-09')).toBe(0);
	});
});
