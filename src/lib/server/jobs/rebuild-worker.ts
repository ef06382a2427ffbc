import { openLedger } from '#lib/server/ledger/open.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { staleMonths } from '#lib/server/warehouse/stale.ts';

const ledger = openLedger(process.argv[2]!);
for (const period of staleMonths(ledger)) rebuild(ledger, { dirtyOnly: true, periods: [period] });
ledger.close();
process.disconnect?.();
