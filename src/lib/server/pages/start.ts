import { addMonths } from '#core/period.ts';
import { consoleAsker, usualClearance, type Asker } from '#lib/server/access/asker.ts';
import { sayDemo } from '#lib/server/access/error-page.ts';
import { log } from '#lib/server/access/log.ts';
import { recover } from '#lib/server/jobs/recover.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { choreBusy, startChores } from '#lib/server/keep/chores.ts';
import { dayIn, ensureFilings } from '#lib/server/ledger/filings.ts';
import { cutLog, logSize, longestLog } from '#lib/server/ledger/long-log.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { standstill } from '#lib/server/ledger/turn.ts';
import { refusalIn, troubleIn } from '#lib/server/ledger/trouble.ts';
import { asked, months } from '#lib/server/observe/dashboards.ts';
import { askKept, closeReaders, readersLoad } from '#lib/server/readers/index.ts';

const hour = 3_600_000;
const minute = 60_000;
const working = Symbol.for('techfin.work');
/** Once per process, however often its modules are loaded anew. */
const held = globalThis as { [working]?: Work };

/** What a server does beside answering requests. */
export interface Work {
	/** Begins nothing new, and leaves off what can be taken up again. */
	rest(): void;
	/** Ends all of it, once nobody asks any more. */
	stop(): Promise<void>;
}

/** Enters what is owed for the month that has just ended, as soon as it has. In a demo, time stands still. */
function enterFilings(ledger: Ledger): void {
	try {
		if (!ledger.demo) ensureFilings(ledger, addMonths(dayIn(ledger.now()).slice(0, 7), -1));
	} catch (cause) {
		if (!refusalIn(cause)) throw cause;
		log('error', 'filings not entered', { fault: troubleIn(cause) });
	}
}

/** Sets a server to work on its ledger: mends what was cut off, works on jobs, does by the clock what is due, enters new filings; the answer ends it. */
export function startWork(ledger: Ledger): Work {
	return (held[working] ??= begin(ledger));
}

/** Whether nobody asks and nothing is being done. */
function isIdle(ledger: Ledger): boolean {
	const { pages, files } = readersLoad(ledger);
	const working = prepared(ledger.db, `select 1 from job where state = 'running'`).get() !== undefined;
	return !working && choreBusy() === null && pages.running + files.running === 0;
}

/** Cuts the database's log when nobody would notice, and says so where it has grown too long. */
export function tendLog(ledger: Ledger): void {
	try {
		const size = logSize(ledger);
		const cut = isIdle(ledger) && cutLog(ledger);
		if (!cut && size > longestLog) log('error', 'log too long', { megabytes: Math.round(size / 1024 ** 2) });
	} catch (cause) {
		if (!refusalIn(cause)) throw cause;
		log('error', 'log not cut', { fault: troubleIn(cause) });
	}
}

/** The first leader of the day should not wait for what everybody after him finds ready. */
function warm(ledger: Ledger): void {
	const leader: Asker = { ...consoleAsker, role: 'leader', clearance: usualClearance.leader, rawRead: false };
	if (months(ledger).all.length)
		askKept(ledger, 'cockpit', leader, asked(ledger, new URLSearchParams())).catch((cause: unknown) =>
			log('error', 'warm', { fault: String(cause) })
		);
}

function begin(ledger: Ledger): Work {
	ledger.db.pragma(`busy_timeout = ${standstill}`);
	if (ledger.demo) sayDemo();
	const resting = new AbortController();
	const { signal } = resting;
	const { orphans, missing, ...found } = recover(ledger);
	const stopJobs = startJobs(ledger, { signal });
	const stopChores = startChores(ledger, { signal });
	enterFilings(ledger);
	const timers = [setInterval(() => enterFilings(ledger), hour), setInterval(() => tendLog(ledger), minute)];
	for (const timer of timers) timer.unref();
	setTimeout(() => warm(ledger), 500).unref();
	log(missing.length ? 'error' : 'info', 'started', { ...found, orphans: orphans.length, missing });
	return {
		rest: () => resting.abort(),
		async stop() {
			timers.forEach(clearInterval);
			closeReaders(ledger);
			await Promise.all([stopJobs(), stopChores()]);
			ledger.close();
		}
	};
}
