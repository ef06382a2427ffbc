import { setTimeout as pause } from 'node:timers/promises';
import { openLedger } from '#lib/server/ledger/open.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { staleMonths } from '#lib/server/warehouse/stale.ts';
import { sayFailure } from './child.ts';

// Whoever started this is gone; its successor begins anew.
process.once('disconnect', () => process.exit(1));
try {
	const ledger = openLedger(process.argv[2]!, { existing: true });
	for (const period of staleMonths(ledger)) {
		rebuild(ledger, { dirtyOnly: true, periods: [period] });
		// Others who wait to write have their turn between two months.
		await pause(60);
	}
	ledger.close();
} catch (cause) {
	sayFailure(cause);
}
process.removeAllListeners('disconnect');
process.disconnect?.();
