import { setTimeout as wait } from 'node:timers/promises';
import { log } from '#lib/server/access/log.ts';
import { isStale } from '#lib/server/intake/accept.ts';
import { checkInChild } from '#lib/server/intake/worker-run.ts';
import { failSubmission } from '#lib/server/intake/check-submission.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { isStorageTrouble, troubleIn } from '#lib/server/ledger/trouble.ts';
import { turn } from '#lib/server/ledger/turn.ts';
import { staleMonths } from '#lib/server/warehouse/stale.ts';
import { rebuildInChild } from './rebuild-run.ts';
import { claim, enqueue, fail, finish, heartbeat, putOff, type Job } from './queue.ts';
import { ChildFailure } from './child.ts';
import { lockServer } from './server-lock.ts';

/** How long to wait when not even the queue can be read or written. */
const afterTrouble = 5_000;

/** Bytes of a file that is checked beside a longer one, some 16,000 rows of a workbook: nobody with a few rows waits for half a million of somebody else's. */
const short = 2 * 1024 ** 2;

const running = Symbol.for('techfin.jobs');
const held = globalThis as { [running]?: () => Promise<void> };

/** Whether this process works on jobs. */
export const isWorking = (): boolean => held[running] !== undefined;

/** Whether nobody has checked it meanwhile, or taken it back. */
const awaitsChecking = (ledger: Ledger, submission: number): boolean =>
	['received', 'checking'].includes(
		prepared(ledger.db, 'select state from submission where id = ?').pluck().get(submission) as string
	);

const isLong = (ledger: Ledger, { kind, payload }: Job): boolean =>
	kind === 'check' &&
	(prepared(ledger.db, 'select size from submission where id = ?')
		.pluck()
		.get(payload.submission) as number) > short;

/** What each kind of job does, and what is left to say when it has failed for good. */
const work: Record<Job['kind'], (ledger: Ledger, job: Job, signal: AbortSignal) => Promise<void>> = {
	async check(ledger, job, signal) {
		const submission = Number(job.payload.submission);
		if (awaitsChecking(ledger, submission)) await checkInChild(ledger, submission, { signal });
	},
	rebuild: (ledger, _job, signal) => rebuildInChild(ledger, { signal })
};

async function runOne(ledger: Ledger, job: Job, signal: AbortSignal): Promise<void> {
	const beat = setInterval(() => {
		turn(ledger)
			.then(() => heartbeat(ledger, job))
			.catch((cause: unknown) => log('error', 'heartbeat', { job: job.id, fault: troubleIn(cause) }));
	}, 15_000);
	try {
		await work[job.kind](ledger, job, signal);
		await turn(ledger);
		finish(ledger, job);
		// What was signed while it ran found this job in the queue and left none of its own.
		if (job.kind === 'rebuild' && isStale(ledger)) enqueue(ledger, 'rebuild', {}, 'rebuild');
	} catch (cause) {
		if (signal.aborted) return;
		const message = troubleIn(cause);
		const outlook =
			cause instanceof ChildFailure ? cause.outlook : isStorageTrouble(cause) ? 'storage' : 'open';
		log('error', 'job', { job: job.id, kind: job.kind, attempt: job.attempts, outlook, fault: message });
		await turn(ledger);
		if (outlook === 'storage') return putOff(ledger, job, message);
		const over = fail(ledger, job, message, outlook === 'final');
		if (over && job.kind === 'check') failSubmission(ledger, Number(job.payload.submission), message);
	} finally {
		clearInterval(beat);
	}
}

/** Waits a few seconds until everything signed is rolled up; whether it is. */
export async function isRolledUp(ledger: Ledger, longest = 5_000): Promise<boolean> {
	for (const until = performance.now() + longest; isStale(ledger); await wait(50))
		if (performance.now() > until) return false;
	return true;
}

/** Sees to what is stale with no job to mend it: after an import on the command line, or when cells took another shape. */
function enqueueStale(ledger: Ledger): void {
	if (staleMonths(ledger).length) enqueue(ledger, 'rebuild', {}, 'rebuild');
}

/** Starts working on jobs, one at a time and short files beside a long one, as the only server of this folder; the answer stops it and waits for it. */
export function startJobs(
	ledger: Ledger,
	options: { every?: number; signal?: AbortSignal } = {}
): () => Promise<void> {
	if (held[running]) return held[running];
	const release = lockServer(ledger);
	const stop = new AbortController();
	options.signal?.addEventListener('abort', () => stop.abort());
	enqueueStale(ledger);
	const every = options.every ?? 400;
	const take = async (upTo?: number): Promise<Job | null> => {
		await turn(ledger);
		return stop.signal.aborted ? null : claim(ledger, { upTo });
	};
	/** Short files, one at a time, until a long one has been checked. */
	const beside = async (long: Promise<void>): Promise<void> => {
		let over = false;
		const ended = long.catch(() => undefined).then(() => (over = true));
		while (!over) {
			const job = await take(short);
			if (job) await runOne(ledger, job, stop.signal);
			else await Promise.race([ended, pause(every, stop.signal)]);
		}
	};
	const next = async (): Promise<boolean> => {
		const job = await take();
		if (!job) return false;
		const long = isLong(ledger, job);
		const done = runOne(ledger, job, stop.signal);
		for (const one of await Promise.allSettled([done, long && beside(done)]))
			if (one.status === 'rejected') throw one.reason;
		return true;
	};
	const loop = (async () => {
		while (!stop.signal.aborted)
			try {
				if (!(await next())) await pause(every, stop.signal);
			} catch (cause) {
				// A full disk or a lost one holds the work up, and must not end the server.
				log('error', 'queue', { fault: troubleIn(cause) });
				await pause(afterTrouble, stop.signal);
			}
	})();
	held[running] = async () => {
		stop.abort();
		await loop;
		release();
		delete held[running];
	};
	return held[running];
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		const timer = setTimeout(done, milliseconds);
		function done() {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		}
		signal.addEventListener('abort', done);
	});
