import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { receive } from '#lib/server/intake/submit.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { runChild, standingBack } from '#lib/server/jobs/child.ts';
import { claim, enqueue } from '#lib/server/jobs/queue.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { holds } from '../fixtures/invariants.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

let here: Office;
beforeEach(() => (here = office()));
afterEach(() => here.close());

/** Hands in a file of so many loans; its submission. */
async function handedIn(period: string, rows: number): Promise<number> {
	const loan = exampleRow(corpLoanStock);
	const { submission } = await receive(here.ledger, consoleAsker, {
		dataset: corpLoanStock.id,
		institution: 'BKA',
		period,
		fileName: 'a.csv',
		source: csv(
			corpLoanStock,
			Array.from({ length: rows }, (_, i) => ({
				...loan,
				institutionCode: usccOf(1),
				loanNo: `L${i}`,
				contractNo: `C${i}`
			}))
		)
	});
	return submission;
}

// Protects a bank that files a few rows on the last evening from waiting for another's half a million.
describe('a long file and a short one', () => {
	it('are told apart by their bytes; nothing but checks runs beside a check', async () => {
		enqueue(here.ledger, 'rebuild', {}, 'rebuild');
		const long = await handedIn('2026-08', 300);
		const short = await handedIn('2026-09', 1);
		const size = submissionOf(here.ledger, consoleAsker, short).size;
		expect(claim(here.ledger, { upTo: size - 1 })).toBeNull();
		expect(claim(here.ledger, { upTo: size })?.payload).toEqual({ submission: short });
		expect(claim(here.ledger, { upTo: size })).toBeNull();
		expect(claim(here.ledger)?.kind).toBe('rebuild');
		expect(claim(here.ledger)?.payload).toEqual({ submission: long });
	});

	it('the short one is checked while the long one is', { timeout: 240_000 }, async () => {
		const long = await handedIn('2026-08', 60_000);
		const short = await handedIn('2026-09', 10);
		const stop = startJobs(here.ledger, { every: 20 });
		const [one, other] = [long, short].map((id) => () => submissionOf(here.ledger, consoleAsker, id)) as [
			() => ReturnType<typeof submissionOf>,
			() => ReturnType<typeof submissionOf>
		];
		const checked = (state: string) => ['ready', 'explaining', 'refused', 'failed'].includes(state);
		await expect.poll(() => checked(other().state), { timeout: 200_000, interval: 20 }).toBe(true);
		expect(checked(one().state)).toBe(false);
		await expect.poll(() => checked(one().state), { timeout: 200_000, interval: 100 }).toBe(true);
		await stop();
		expect([one().rows, other().rows]).toEqual([60_000, 10]);
		expect(['ready', 'explaining']).toContain(one().state);
		holds(here.ledger);
	});
});

const linux = existsSync('/proc/self/stat');
const idles = spawnSync('chrt', ['--idle', '0', 'true']).status === 0;

// Protects the pages people look at from work nobody is waiting for.
describe.runIf(linux)('work beside the pages', () => {
	const told = async (work: keyof typeof standingBack) => {
		let said: unknown;
		await runChild('tests/fixtures/standing-child.ts', [], {
			work,
			onMessage: (message) => (said = message)
		});
		return said as { nice: number; policy: number };
	};

	it.each(['rollup', 'page', 'check', 'file'] as const)('a %s stands back', async (work) => {
		expect(await told(work)).toEqual({ nice: standingBack[work], policy: 0 });
	});

	// SCHED_IDLE is 5 in Linux's sched.h; elsewhere the copy has the least share there is.
	it('a copy runs where nothing else wants the core', async () => {
		expect(await told('copy')).toEqual({ nice: 19, policy: idles ? 5 : 0 });
	});
});
