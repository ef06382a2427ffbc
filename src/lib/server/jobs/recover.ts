import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sweepSubmission } from '#lib/server/intake/check-submission.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { enqueue, requeueAll } from './queue.ts';
import { isServedHere, lockServer } from './server-lock.ts';

/** What was found undone at the start, for the log. */
export interface Recovered {
	/** Submissions whose checking was cut off; they are checked again. */
	readonly resumed: readonly number[];
	readonly jobs: number;
	/** Half-received files, removed. */
	readonly temporary: number;
	/** Kept files that no submission names: an upload that got no receipt. */
	readonly orphans: readonly string[];
	/** Submissions whose file is gone from the store. */
	readonly missing: readonly number[];
}

/** Mends what a sudden end left behind. Call once, before anything else runs on this ledger; refuses beside a running server. */
export function recover(ledger: Ledger): Recovered {
	if (isServedHere(ledger)) return { resumed: [], jobs: 0, temporary: 0, orphans: [], missing: [] };
	lockServer(ledger)();
	const temporary = readdirSync(join(ledger.dir, 'tmp'));
	for (const name of temporary) rmSync(join(ledger.dir, 'tmp', name), { recursive: true, force: true });
	const jobs = requeueAll(ledger);
	const resumed = prepared(
		ledger.db,
		`select id from submission where state in ('received', 'checking') order by id`
	)
		.pluck()
		.all() as number[];
	for (const id of resumed) {
		ledger.db
			.transaction(() => {
				sweepSubmission(ledger, id);
				prepared(ledger.db, `update submission set state = 'received', progress = 0 where id = ?`).run(id);
				enqueue(ledger, 'check', { submission: id }, `check:${id}`);
			})
			.immediate();
	}
	return { resumed, jobs, temporary: temporary.length, ...compareStore(ledger) };
}

function compareStore(ledger: Ledger): Pick<Recovered, 'orphans' | 'missing'> {
	const named = prepared(ledger.db, 'select id, sha256 from submission').all() as {
		id: number;
		sha256: string;
	}[];
	const known = new Set(named.map((one) => one.sha256));
	const store = join(ledger.dir, 'files');
	const orphans = readdirSync(store).flatMap((folder) =>
		readdirSync(join(store, folder)).filter((name) => !known.has(name))
	);
	const missing = named.filter((one) => !existsSync(filePath(ledger, one.sha256))).map((one) => one.id);
	return { orphans, missing };
}
