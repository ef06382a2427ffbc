import { sayFailure } from '#lib/server/jobs/child.ts';
import { openLedger, prepared } from '#lib/server/ledger/open.ts';
import { check } from './check-submission.ts';

const parent = process.ppid;
/** Whoever started this is gone, and its successor will check the file again: write nothing more. */
const endIfAbandoned = () => {
	if (process.ppid !== parent) process.exit(1);
};
process.once('disconnect', () => process.exit(1));

const [dir, submission] = process.argv.slice(2);
const ledger = openLedger(dir!, { existing: true });
const progress = prepared(
	ledger.db,
	`update submission set progress = ? where id = ? and state = 'checking'`
);
let last = 0;
try {
	await check(ledger, Number(submission), (percent) => {
		endIfAbandoned();
		if (percent < last + 5) return;
		last = percent;
		process.send?.({ progress: percent });
		if (!ledger.db.inTransaction)
			ledger.db.transaction(() => progress.run(percent, Number(submission))).immediate();
	});
} catch (cause) {
	sayFailure(cause);
}
ledger.close();
process.removeAllListeners('disconnect');
process.disconnect?.();
