import { prepared, type Ledger } from '#lib/server/ledger/open.ts';

/** What a job does: check a submission, or rebuild what accepted rows made stale. */
export type JobKind = 'check' | 'rebuild';

/** Work that outlives a request. */
export interface Job {
	readonly id: number;
	readonly kind: JobKind;
	readonly payload: Readonly<Record<string, unknown>>;
	readonly attempts: number;
}

const lease = 60_000;
/** When to look again whether disk and database are in order. */
const outage = 60_000;
/** No job waits as long as this: a later moment was noted before the clock went back. */
const longestWait = 600_000;
/** How often a job is tried before it has failed. */
export const attemptsAllowed = 3;

const at = (ledger: Ledger, milliseconds = 0): string =>
	new Date(ledger.now().getTime() + milliseconds).toISOString();

/** Queues a job; one of the same name that still waits or runs stands for it. Inside the caller's transaction if there is one. */
export function enqueue(
	ledger: Ledger,
	kind: JobKind,
	payload: Readonly<Record<string, unknown>>,
	once: string | null = null
): void {
	const write = () =>
		prepared(
			ledger.db,
			`insert into job (kind, payload, state, runAt, once) values (?, ?, 'queued', ?, ?) on conflict do nothing`
		).run(kind, JSON.stringify(payload), at(ledger), once);
	if (ledger.db.inTransaction) write();
	else ledger.db.transaction(write).immediate();
}

/** Takes the next job for a minute, which `heartbeat` extends; a job whose holder died is taken over. With `upTo`, only checks of files of at most so many bytes. */
export function claim(ledger: Ledger, { upTo = null }: { readonly upTo?: number | null } = {}): Job | null {
	const wanted = `(@upTo is null or (kind = 'check' and @upTo >= (select size from submission where submission.id = payload ->> 'submission')))`;
	const found = ledger.db
		.transaction(() =>
			prepared(
				ledger.db,
				`update job set state = 'running', attempts = attempts + 1, leaseUntil = @until, message = null
				where id = coalesce(
					(select id from job where state = 'queued' and (runAt <= @now or runAt > @beyond) and ${wanted} order by id limit 1),
					(select id from job where state = 'running' and (leaseUntil < @now or leaseUntil > @beyond) and ${wanted} order by id limit 1))
				returning id, kind, payload, attempts`
			).get({ now: at(ledger), until: at(ledger, lease), beyond: at(ledger, longestWait), upTo })
		)
		.immediate() as { id: number; kind: JobKind; payload: string; attempts: number } | undefined;
	return found ? { ...found, payload: JSON.parse(found.payload) as Job['payload'] } : null;
}

/** Says that a job is still being worked on. */
export function heartbeat(ledger: Ledger, job: Job): void {
	ledger.db
		.transaction(() =>
			prepared(ledger.db, `update job set leaseUntil = ? where id = ? and state = 'running'`).run(
				at(ledger, lease),
				job.id
			)
		)
		.immediate();
}

/** Ends a job well. */
export function finish(ledger: Ledger, job: Job): void {
	ledger.db
		.transaction(() =>
			prepared(
				ledger.db,
				`update job set state = 'done', progress = 100, leaseUntil = null where id = ?`
			).run(job.id)
		)
		.immediate();
}

/** Puts a job off that failed for want of room or of a working disk, until there is one; that try does not count. */
export function putOff(ledger: Ledger, job: Job, message: string): void {
	ledger.db
		.transaction(() =>
			prepared(
				ledger.db,
				`update job set state = 'queued', attempts = attempts - 1, runAt = ?, leaseUntil = null, message = ? where id = ?`
			).run(at(ledger, outage), message.slice(0, 1000), job.id)
		)
		.immediate();
}

/** Ends a try; the job runs again a little later, or has failed for good. Answers whether it has. */
export function fail(ledger: Ledger, job: Job, message: string, final = false): boolean {
	const over = final || job.attempts >= attemptsAllowed;
	ledger.db
		.transaction(() =>
			prepared(
				ledger.db,
				'update job set state = ?, runAt = ?, leaseUntil = null, message = ? where id = ?'
			).run(over ? 'failed' : 'queued', at(ledger, 1000 * 4 ** job.attempts), message.slice(0, 1000), job.id)
		)
		.immediate();
	return over;
}

/** Puts jobs whose holder is gone back into the queue: nobody else runs when this server starts. */
export function requeueAll(ledger: Ledger): number {
	return ledger.db
		.transaction(() =>
			prepared(ledger.db, `update job set state = 'queued', leaseUntil = null where state = 'running'`).run()
		)
		.immediate().changes;
}
