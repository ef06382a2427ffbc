import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addMonths, endOf } from '#core/period.ts';
import { claim, enqueue, fail, finish, heartbeat } from '#lib/server/jobs/queue.ts';
import { isDue } from '#lib/server/keep/schedule.ts';
import { dayIn, ensureFilings } from '#lib/server/ledger/filings.ts';
import { submissionsInForce } from '#lib/server/ledger/in-force.ts';
import { holds } from '../fixtures/invariants.ts';
import { fileLoans } from '../integration/kept.ts';
import { office, type Office } from '../integration/filer.ts';

const clock = { now: '' };
let here: Office;
beforeEach(() => {
	clock.now = '2026-11-10T01:00:00Z';
	here = office(clock);
});
afterEach(() => here.close());
const moved = (milliseconds: number) =>
	(clock.now = new Date(Date.parse(clock.now) + milliseconds).toISOString());
const [hour, day] = [3_600_000, 86_400_000];

// Protects the order of things and the month they belong to from a clock that is wrong, set right, or in another zone.
describe('B16: a clock that jumps', () => {
	it.each([
		['back an hour', -hour],
		['ahead a day', day],
		['back a second, as when it is set', -1000]
	])('%s: versions follow each other as they were signed, and the trail holds', async (_, jump) => {
		const first = await fileLoans(here.ledger, '2026-09', 1000);
		moved(jump);
		const second = await fileLoans(here.ledger, '2026-09', 2000);
		moved(-2 * jump);
		const third = await fileLoans(here.ledger, '2026-09', 3000);
		const force = submissionsInForce(here.ledger, 'corp-loan-stock', { period: '2026-09' });
		expect(force.map(({ id }) => id)).toEqual([third]);
		const moments = here.ledger.db
			.prepare('select id, acceptedAt, endedAt from submission order by id')
			.all() as { id: number; acceptedAt: string; endedAt: string | null }[];
		expect(moments.map(({ id }) => id)).toEqual([first, second, third]);
		for (const [i, one] of moments.slice(0, -1).entries()) {
			expect(one.acceptedAt < moments[i + 1]!.acceptedAt).toBe(true);
			expect(one.endedAt).toBe(moments[i + 1]!.acceptedAt);
		}
		holds(here.ledger);
	});

	it('back an hour: what was queued before is done now, in its turn', () => {
		enqueue(here.ledger, 'check', { submission: 1 });
		moved(-hour);
		enqueue(here.ledger, 'check', { submission: 2 });
		const [one, two] = [claim(here.ledger), claim(here.ledger)];
		expect([one?.payload.submission, two?.payload.submission]).toEqual([1, 2]);
		finish(here.ledger, one!);
		// A job that failed waits a little, not until the clock has come round again.
		fail(here.ledger, two!, 'x');
		expect(claim(here.ledger)).toBeNull();
		moved(-hour);
		expect(claim(here.ledger)?.payload.submission).toBe(2);
	});

	it('back an hour while a job is held: it is held no longer than its lease', () => {
		enqueue(here.ledger, 'check', { submission: 1 });
		const held = claim(here.ledger)!;
		heartbeat(here.ledger, held);
		expect(claim(here.ledger)).toBeNull();
		moved(-hour);
		expect(claim(here.ledger)?.id).toBe(held.id);
	});

	it('ahead a day and back: what is done by the clock is done again in its time', () => {
		const schedule = { every: 'day', hour: 2, minute: 30 } as const;
		const at = (text: string) => new Date(text);
		const state = { at: '2026-11-11T18:31:00Z', due: '2026-11-11T18:30:00.000Z', ok: true, said: '' };
		const since = at('2026-11-01T00:00:00Z');
		expect(isDue(schedule, state, at('2026-11-10T18:30:01Z'), { since, missed: 'run' })).toBe(true);
		expect(isDue(schedule, state, at('2026-11-12T18:30:01Z'), { since, missed: 'run' })).toBe(true);
	});
});

describe('B16: edges of months and years', () => {
	const edges = [
		['2026-01-31T15:59:59.999Z', '2026-01-31'],
		['2026-01-31T16:00:00.000Z', '2026-02-01'],
		['2026-01-31T16:30:00.000Z', '2026-02-01'],
		['2028-02-28T16:00:00.000Z', '2028-02-29'],
		['2028-02-29T16:00:00.000Z', '2028-03-01'],
		['2026-12-31T15:59:59.000Z', '2026-12-31'],
		['2026-12-31T16:00:00.000Z', '2027-01-01']
	] as const;

	it('are those of Beijing, in whatever zone the machine is set to', () => {
		const before = process.env.TZ;
		const offsets = new Set<number>();
		for (const zone of ['Asia/Shanghai', 'UTC', 'America/New_York', 'Pacific/Kiritimati']) {
			process.env.TZ = zone;
			offsets.add(new Date(edges[0][0]).getTimezoneOffset());
			expect([zone, edges.map(([instant]) => dayIn(instant))]).toEqual([
				zone,
				edges.map(([, beijing]) => beijing)
			]);
		}
		process.env.TZ = before;
		expect(offsets.size).toBe(4);
	});

	it('months end where they end', () => {
		expect([endOf('2028-02'), endOf('2026-02'), endOf('2100-02'), endOf('2026-12')]).toEqual([
			'2028-02-29',
			'2026-02-28',
			'2100-02-28',
			'2026-12-31'
		]);
		expect([addMonths('2026-12', 1), addMonths('2027-01', -1)]).toEqual(['2027-01', '2026-12']);
	});

	it('the month that has ended is owed from midnight in Beijing, not before', () => {
		const owedAt = (instant: string) => {
			clock.now = instant;
			ensureFilings(here.ledger, addMonths(dayIn(here.ledger.now()).slice(0, 7), -1));
		};
		const months = () =>
			new Set(
				here.ledger.db.prepare(`select distinct period from filing where period like '____-__'`).pluck().all()
			);
		owedAt('2026-12-31T15:59:59Z');
		expect([months().has('2026-11'), months().has('2026-12')]).toEqual([true, false]);
		owedAt('2026-12-31T16:00:00Z');
		expect(months().has('2026-12')).toBe(true);
	});

	it('a month that has not begun in Beijing cannot be filed', async () => {
		clock.now = '2026-11-30T15:59:59Z';
		await expect(fileLoans(here.ledger, '2026-12', 1)).rejects.toThrow('2026年12月还没有开始');
		clock.now = '2026-11-30T16:00:00Z';
		expect(await fileLoans(here.ledger, '2026-12', 1)).toBeGreaterThan(0);
	});
});
