import { openLedger, prepared } from '#lib/server/ledger/open.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';

const ledger = openLedger(process.argv[2]!);
const stale = prepared(
	ledger.db,
	'select distinct period from cell_state where dirtySince is not null order by period desc'
).pluck();
for (const period of stale.all() as string[]) rebuild(ledger, { dirtyOnly: true, periods: [period] });
ledger.close();
process.disconnect?.();
