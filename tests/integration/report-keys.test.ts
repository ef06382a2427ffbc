import { expect, it } from 'vitest';
import policyFund from '#datasets/policy-fund.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { ledgerSource } from '#lib/server/publish/ledger-source.ts';
import { observing } from '#lib/server/publish/observing.ts';
import { placesOf } from '#lib/server/publish/places.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { policyTable } from '#reports/monitor/policy-funds.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the tables by institution: every bank has its row, and whoever else has a number stands among them by name.

it('rows are every bank, and of the others those with numbers, in official order', () => {
	const ledger = scratchLedger();
	enter(ledger, 'pbc', 'unit');
	enter(ledger, 'bank01', 'state');
	enter(ledger, 'finance01', 'finance');
	enter(ledger, 'lessor01', 'lessor');
	enter(ledger, 'bank02', 'city');
	ledger.db.exec(`update institution set shortName = '某财务公司' where id = 'finance01'`);
	accept(ledger, policyFund, 'pbc', '2026-09', [
		{ trancheNo: '1', tool: 'REDISCOUNT', institution: 'finance01', amount: 100, basis: 'funds_issued' },
		{ trancheNo: '2', tool: 'REDISCOUNT', institution: 'unknown', amount: 100, basis: 'funds_issued' }
	]);
	rebuild(ledger, { dirtyOnly: true });
	const asking = observing(ledgerSource(ledger, consoleAsker, '2026-09'), '2026-09');
	const rows = { are: 'keys', by: 'institution', total: '合计', empty: 'keep' } as const;
	expect(placesOf(asking, { ...policyTable, rows }).map(({ label }) => label)).toEqual([
		'合计',
		'bank01',
		'某财务公司',
		'bank02',
		'unknown'
	]);
	ledger.close();
});
