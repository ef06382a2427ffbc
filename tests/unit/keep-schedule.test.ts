import { describe, expect, test } from 'vitest';
import { isDue, lastDue, nextDue, type Schedule } from '#lib/server/keep/schedule.ts';
import { outdated } from '#lib/server/keep/rotate.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const hourly: Schedule = { every: 'hour', minute: 5 };
const nightly: Schedule = { every: 'day', hour: 2, minute: 30 };

describe('what is due by the clock in Beijing', () => {
	test.each([
		[hourly, '2026-11-25T12:04:59', '2026-11-25T11:05:00', '2026-11-25T12:05:00'],
		[hourly, '2026-11-25T12:05:00', '2026-11-25T12:05:00', '2026-11-25T13:05:00'],
		[nightly, '2026-11-25T02:29:59', '2026-11-24T02:30:00', '2026-11-25T02:30:00'],
		[nightly, '2026-11-25T02:30:00', '2026-11-25T02:30:00', '2026-11-26T02:30:00'],
		// The month's edge by UTC is not that of Beijing.
		[nightly, '2026-03-01T00:10:00', '2026-02-28T02:30:00', '2026-03-01T02:30:00'],
		[nightly, '2028-02-29T23:59:00', '2028-02-29T02:30:00', '2028-03-01T02:30:00']
	])('%o at %s', (schedule, now, last, next) => {
		expect(lastDue(schedule, at(now))).toEqual(at(last));
		expect(nextDue(schedule, at(now))).toEqual(at(next));
	});

	const since = at('2026-11-25T09:00:00');
	const due = (state: Parameters<typeof isDue>[1], now: string, missed: 'run' | 'skip' = 'run') =>
		isDue(nightly, state, at(now), { since, missed });
	const state = (text: string, more = {}) => ({
		at: at(text).toISOString(),
		due: at(text).toISOString(),
		ok: true,
		said: '',
		...more
	});

	test('what was missed while nobody ran is made up for, once', () => {
		expect(due(null, '2026-11-25T09:01:00')).toBe(true);
		expect(due(state('2026-11-22T02:30:00'), '2026-11-25T09:01:00')).toBe(true);
		expect(due(state('2026-11-25T02:30:00'), '2026-11-25T09:01:00')).toBe(false);
		expect(due(state('2026-11-25T02:30:00'), '2026-11-26T02:29:00')).toBe(false);
		expect(due(state('2026-11-25T02:30:00'), '2026-11-26T02:30:00')).toBe(true);
	});

	test('in a demonstration only what becomes due while it runs', () => {
		expect(due(null, '2026-11-25T09:01:00', 'skip')).toBe(false);
		expect(due(state('2026-11-20T02:30:00'), '2026-11-25T09:01:00', 'skip')).toBe(false);
		expect(due(null, '2026-11-26T02:31:00', 'skip')).toBe(true);
	});

	test('a failure is tried again after a while, not at once', () => {
		const failed = state('2026-11-25T02:30:00', { again: at('2026-11-25T09:20:00').toISOString() });
		expect(due(failed, '2026-11-25T09:19:00')).toBe(false);
		expect(due(failed, '2026-11-25T09:20:00')).toBe(true);
	});

	test('B16: a clock that was set back does not stop it', () => {
		expect(due(state('2026-11-27T02:30:00'), '2026-11-25T09:01:00')).toBe(true);
	});
});

describe('rotation', () => {
	const one = (time: number, more = {}) => ({
		name: new Date(time).toISOString(),
		kind: 'hourly' as const,
		madeAt: new Date(time).toISOString(),
		faults: [] as string[],
		...more
	});
	const hour = 3_600_000;
	type One = ReturnType<typeof one>;
	/** Makes one backup after another and removes what need not stay, as a server does. */
	function after(made: readonly One[]): One[] {
		let shelf: One[] = [];
		for (const fresh of made) {
			shelf = [fresh, ...shelf];
			const gone = new Set(outdated(shelf));
			shelf = shelf.filter(({ name }) => !gone.has(name));
		}
		return shelf;
	}

	test('keeps 48 hours, 35 days and 24 months of three years of backups', () => {
		const start = at('2026-01-01T00:05:00').getTime();
		const end = at('2029-01-01T00:00:00').getTime();
		const made: One[] = [];
		// Every hour towards the end, now and then before: what is not seen at the end makes no difference.
		for (let time = start; time < end; time += time < end - 100 * hour ? 7 * hour : hour)
			made.push(one(time));
		const left = after(made).map(({ madeAt }) => Date.parse(madeAt));
		const back = (hours: number) => end - hours * hour;
		expect(left.filter((time) => time > back(48))).toHaveLength(48);
		const day = (time: number) => new Date(time + 8 * hour).toISOString().slice(0, 10);
		expect(new Set(left.filter((time) => time > back(35 * 24)).map(day)).size).toBe(35);
		const month = (time: number) => day(time).slice(0, 7);
		expect(new Set(left.map(month)).size).toBe(24);
		expect(left.length).toBeLessThanOrEqual(48 + 35 + 24);
	});

	test('a faulty backup never takes the place of the last good one', () => {
		const start = at('2026-01-01T00:05:00').getTime();
		const good = one(start);
		const bad = Array.from({ length: 3000 }, (_, i) => one(start + (i + 1) * hour, { faults: ['坏'] }));
		const left = after([good, ...bad]);
		expect(left).toContain(good);
		expect(left).toHaveLength(3);
	});

	test('the one before an upgrade outlives its hour', () => {
		const start = at('2026-01-01T00:05:00').getTime();
		const upgrade = one(start, { kind: 'migration' });
		const later = Array.from({ length: 2000 }, (_, i) => one(start + (i + 1) * hour));
		expect(after([upgrade as never, ...later])).toContain(upgrade);
	});
});
