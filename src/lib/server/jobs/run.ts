import { log } from '#lib/server/access/log.ts';
import { checkInChild } from '#lib/server/intake/worker-run.ts';
import { failSubmission } from '#lib/server/intake/check-submission.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { staleMonths } from '#lib/server/warehouse/stale.ts';
import { rebuildInChild } from './rebuild-run.ts';
import { claim, enqueue, fail, finish, heartbeat, type Job } from './queue.ts';
import { ChildFailure } from './child.ts';
import { lockServer } from './server-lock.ts';

const running = Symbol.for('techfin.jobs');
const held = globalThis as { [running]?: () => Promise<void> };

/** Whether this process works on jobs. */
export const isWorking = (): boolean => held[running] !== undefined;

/** Whether nobody has checked it meanwhile, or taken it back. */
const awaitsChecking = (ledger: Ledger, submission: number): boolean =>
	['received', 'checking'].includes(
		prepared(ledger.db, 'select state from submission where id = ?').pluck().get(submission) as string
	);

/** What each kind of job does, and what is left to say when it has failed for good. */
const work: Record<Job['kind'], (ledger: Ledger, job: Job, signal: AbortSignal) => Promise<void>> = {
	async check(ledger, job, signal) {
		const submission = Number(job.payload.submission);
		if (awaitsChecking(ledger, submission)) await checkInChild(ledger, submission, { signal });
	},
	rebuild: (ledger, _job, signal) => rebuildInChild(ledger, { signal })
};

async function runOne(ledger: Ledger, job: Job, signal: AbortSignal): Promise<void> {
	const beat = setInterval(() => heartbeat(ledger, job), 15_000);
	try {
		await work[job.kind](ledger, job, signal);
		finish(ledger, job);
	} catch (cause) {
		if (signal.aborted) return;
		const message = cause instanceof Error ? cause.message : String(cause);
		const over = fail(ledger, job, message, cause instanceof ChildFailure && cause.final);
		if (over && job.kind === 'check') failSubmission(ledger, Number(job.payload.submission), message);
		log('error', 'job', { job: job.id, kind: job.kind, attempt: job.attempts, fault: message });
	} finally {
		clearInterval(beat);
	}
}

/** Sees to what is stale with no job to mend it: after an import on the command line, or when cells took another shape. */
function enqueueStale(ledger: Ledger): void {
	if (staleMonths(ledger).length) enqueue(ledger, 'rebuild', {}, 'rebuild');
}

/** Starts working on jobs, one at a time, as the only server of this folder; the answer stops it and waits for it. */
export function startJobs(ledger: Ledger, options: { every?: number } = {}): () => Promise<void> {
	if (held[running]) return held[running];
	const release = lockServer(ledger);
	const stop = new AbortController();
	enqueueStale(ledger);
	const loop = (async () => {
		while (!stop.signal.aborted) {
			const job = claim(ledger);
			if (job) await runOne(ledger, job, stop.signal);
			else await pause(options.every ?? 400, stop.signal);
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
