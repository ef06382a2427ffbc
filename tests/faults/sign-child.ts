import { consoleAsker } from '#lib/server/access/asker.ts';
import { sign } from '#lib/server/intake/submit.ts';
import { openLedger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';

/** Signs what it is told to, on a connection of its own, at the moment it is told. */
const ledger = openLedger(process.argv[2]!);
process.on('message', ({ submission, at }: { submission: number; at: number }) => {
	while (Date.now() < at);
	try {
		sign(ledger, consoleAsker, submission);
		process.send!('signed');
	} catch (cause) {
		process.send!(cause instanceof Refused ? cause.message : String(cause));
	}
});
process.once('disconnect', () => process.exit(0));
process.send!('ready');
