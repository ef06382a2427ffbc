import { existsSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import { askKept, closeReaders, readersLoad } from '#lib/server/readers/index.ts';
import { Pool, type Lane } from '#lib/server/readers/pool.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { openReader } from '#lib/server/ledger/open.ts';
import { office, type Office } from './filer.ts';

let at: Office;
let pool: Pool;
const lane: Lane = {
	work: 'page',
	size: 2,
	longest: 700,
	memory: 300,
	waiting: 4,
	patience: 20_000,
	each: 3,
	tooLong: '太久',
	tooMany: (before) => `前面还有 ${before} 个`
};
const user = (id: number): Asker => ({ ...consoleAsker, user: id });
/** Asks the strange reader; the types are those of a real work. */
const ask = (word: string, id = 1): Promise<string> =>
	(pool.ask as unknown as (name: string, asker: Asker, word: string) => Promise<string>).call(
		pool,
		'places',
		user(id),
		word
	);
const pidOf = (said: string): number => Number(said.split(' ').at(-1));
const isGone = (pid: number): boolean => !existsSync(`/proc/${pid}`);

beforeEach(() => {
	at = office();
	pool = new Pool(at.ledger, lane, 'tests/fixtures/strange-reader.ts');
});
afterEach(() => {
	pool.close();
	closeReaders(at.ledger);
	at.close();
});

// Protects everybody else from one reader's question.
describe('readers beside the server', () => {
	it('E1: a question that takes too long is killed with its process; others go on meanwhile', async () => {
		const delay = monitorEventLoopDelay({ resolution: 5 });
		await Promise.all([ask('hello'), ask('hello', 2)]);
		delay.enable();
		const heavy = ask('hang').then(
			() => 'answered',
			(cause: Error & { status: number }) => `${cause.status} ${cause.message}`
		);
		const others = await Promise.all(Array.from({ length: 3 }, (_, i) => ask(`word${i}`, 10 + i)));
		expect(others.map((one) => one.split(' ')[0])).toEqual(['word0', 'word1', 'word2']);
		expect(await heavy).toBe('503 太久');
		delay.disable();
		expect(delay.percentile(99) / 1e6).toBeLessThan(100);
		// A new process takes the place of the one that was killed.
		expect(await ask('again')).toContain('again by');
	});

	it('E1: a question that wants too much memory is killed with its process', async () => {
		pool.close();
		pool = new Pool(at.ledger, { ...lane, longest: 20_000 }, 'tests/fixtures/strange-reader.ts');
		await expect(ask('grow')).rejects.toThrow('数据量过大');
		expect(await ask('again')).toContain('again by');
	});

	it('E2: one person asks for three at most, and not so many wait that nobody is served', async () => {
		const own = [ask('sleep 300'), ask('sleep 300'), ask('sleep 300')];
		await expect(ask('sleep 1')).rejects.toMatchObject({ status: 429, message: '前面还有 3 个' });
		const more = [2, 3, 4].map((id) => ask('sleep 1', id));
		await expect(ask('sleep 1', 5)).rejects.toMatchObject({ status: 503 });
		expect(pool.load).toEqual({ waiting: 4, running: 2 });
		await Promise.all([...own, ...more]);
		expect(pool.load).toEqual({ waiting: 0, running: 0 });
	});

	it('a reader that dies fails its own question and no other', async () => {
		const dying = ask('die').catch((cause: Error) => cause.message);
		expect(await ask('hello', 2)).toContain('hello');
		expect(await dying).toContain('a reader ended');
		expect(await ask('hello')).toContain('hello');
	});

	it('I7: leaves no process behind', async () => {
		const pids = (await Promise.all([ask('sleep 50'), ask('sleep 50', 2)])).map(pidOf);
		expect(new Set(pids).size).toBe(2);
		pool.close();
		await expect.poll(() => pids.every(isGone), { timeout: 5_000 }).toBe(true);
	});

	it('answers what the page itself would have, keeps it until data change, and asks again after', async () => {
		const first = askKept(at.ledger, 'places', at.analyst);
		expect(askKept(at.ledger, 'places', at.analyst)).toBe(first);
		expect(await first).toEqual(expect.arrayContaining([expect.objectContaining({ href: '/filings' })]));
		// Somebody who sees something else gets an answer of their own.
		const others = askKept(at.ledger, 'places', at.maker);
		expect(others).not.toBe(first);
		// Who looks at enterprises asks anew each time.
		const open = { ...at.analyst, rawRead: true, purpose: '核对大额贷款' };
		const [once, again] = [askKept(at.ledger, 'places', open), askKept(at.ledger, 'places', open)];
		expect(once).not.toBe(again);
		await Promise.all([others, once, again]);
		at.ledger.db.prepare(`insert into period_version values ('2026-09', 1, 'x')`).run();
		const anew = askKept(at.ledger, 'places', at.analyst);
		expect(anew).not.toBe(first);
		await anew;
		await askKept(at.ledger, 'places', at.analyst);
		expect(readersLoad(at.ledger).pages.waiting).toBe(0);
	});

	it('a refusal, and a question that makes no sense, come back as what they are', async () => {
		await expect(
			askKept(at.ledger, 'indicator', at.analyst, 'nothing', { period: '2026-09', scope: 'beijing' }, null)
		).resolves.toBeNull();
		await expect(
			askKept(at.ledger, 'difference', at.stranger, 4711, { with: null, kind: null, page: 1 })
		).rejects.toMatchObject({ status: 404 });
	});

	it('D13: cannot write', () => {
		const reader = openReader(at.ledger.dir) as Ledger;
		expect(() => reader.db.prepare(`insert into setting values ('a', 'b')`).run()).toThrow('readonly');
		reader.close();
	});
});
