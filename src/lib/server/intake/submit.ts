import { basename } from 'node:path';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Severity } from '#checks/define.ts';
import type { State } from '#lib/server/ledger/filings.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { isStale, sign } from './accept.ts';
import { check } from './check-submission.ts';
import { explain, explanation } from './findings-explain.ts';
import { receive, type Handed } from './submit-receive.ts';

export { giveBack, sign, signingRefusal, withdraw } from './accept.ts';
export { check, type CheckResult } from './check-submission.ts';
export { explain, type Explained } from './findings-explain.ts';
export { receive, recheck, type Handed, type Received } from './submit-receive.ts';
export { checkInChild } from './worker-run.ts';

/** How a file fared from hand to hand, for the command line and the demo. */
export interface Submitted {
	readonly submission: number;
	readonly state: State;
	readonly rows: number;
	readonly findings: readonly {
		readonly check: string;
		readonly severity: Severity;
		readonly where: string;
		readonly message: string;
		readonly remedy: string;
		readonly explained: boolean;
	}[];
	readonly receipt: string;
}

/** A file and everything its filer would do with it, in one go. */
export type WholeWay = Omit<Handed, 'fileName' | 'source' | 'check'> & {
	/** The file, where it lies on disk. */
	readonly path?: string;
	/** Or its bytes, with its name. */
	readonly content?: Uint8Array;
	readonly fileName?: string;
	/** Said of every quality and macro finding. */
	readonly explain?: string | undefined;
	/** Sign as well; by `signer` if that is somebody else. */
	readonly accept?: boolean;
	readonly signer?: Asker;
	/** `mine` leaves the cells stale for the caller to rebuild once at the end. */
	readonly rebuild?: 'now' | 'mine';
	readonly mode?: 'complete' | 'additions' | undefined;
	readonly onProgress?: (percent: number) => void;
};

/**
 * Receives, checks, explains and signs a file by the same steps as the pages, in this process. A file that came in
 * before and waits to be explained or signed is gone on with, under its first receipt.
 */
export async function submitFile(ledger: Ledger, asker: Asker, given: WholeWay): Promise<Submitted> {
	const source = given.content ?? given.path;
	if (source === undefined) throw new TypeError('no file: neither path nor content');
	if (given.explain !== undefined) explanation(given.explain);
	const received = await receive(ledger, asker, {
		dataset: given.dataset,
		institution: given.institution,
		period: given.period,
		fileName: given.fileName ?? basename(given.path ?? 'file'),
		source,
		check: 'mine',
		resume: given.explain !== undefined || given.accept === true,
		...(given.mode && { mode: given.mode })
	});
	const id = received.submission;
	const checked = received.resumed
		? (prepared(ledger.db, 'select state, rows from submission where id = ?').get(id) as {
				state: State;
				rows: number;
			})
		: await check(ledger, id, given.onProgress);
	let { state } = checked;
	if (state === 'explaining' && given.explain)
		({ state } = explain(ledger, asker, id, { all: true }, given.explain));
	if (state === 'ready' && given.accept) {
		sign(ledger, given.signer ?? asker, id, { rebuild: 'mine' });
		state = 'accepted';
		if (given.rebuild !== 'mine' && isStale(ledger)) rebuild(ledger, { dirtyOnly: true });
	}
	const findings = prepared(
		ledger.db,
		`select "check", severity, "where", message, remedy, explanation is not null as explained
		from finding where submission = ? order by severity in ('quality', 'macro'), id`
	).all(id) as (Omit<Submitted['findings'][number], 'explained'> & { explained: number })[];
	return {
		submission: id,
		state,
		rows: checked.rows,
		findings: findings.map((one) => ({ ...one, explained: one.explained === 1 })),
		receipt: received.receipt
	};
}
