import { recover } from '#lib/server/jobs/recover.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { openLedger } from '#lib/server/ledger/open.ts';

/** A server without pages: takes up what was left, works on the queue, and waits to be killed. */
const ledger = openLedger(process.argv[2]!);
recover(ledger);
startJobs(ledger, { every: 20 });
process.stdout.write('start\n');
