import { expect, it } from 'vitest';
import { yearToDate } from '#core/period.ts';
import policyFund from '#datasets/policy-fund.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { cockpitPage } from '#lib/server/observe/dashboards-cockpit.ts';
import { policyPage } from '#lib/server/observe/dashboards-policy.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the recipe "a changed target is one dated line": every page says the same word, by the lines of the ledger.

it('the cockpit and the policy page judge the share alike, by the parameters of the ledger', () => {
	const ledger = scratchLedger();
	enter(ledger, 'pbc', 'unit');
	enter(ledger, 'bank01', 'state');
	const fund = { tool: 'REDISCOUNT', institution: 'bank01', basis: 'funds_issued' };
	for (const month of yearToDate('2026-08')) accept(ledger, policyFund, 'pbc', month, []);
	accept(ledger, policyFund, 'pbc', '2026-09', [
		{ ...fund, trancheNo: '1', amount: 46, keyArea: ['TECH'] },
		{ ...fund, trancheNo: '2', amount: 54, keyArea: ['OTHER'] }
	]);
	rebuild(ledger, { dirtyOnly: true });
	const asked = { period: '2026-09', scope: 'beijing' } as const;
	const said = () => {
		const page = policyPage(ledger, consoleAsker, asked);
		const tiles = [cockpitPage(ledger, consoleAsker, asked).tiles, page.tiles].map(
			(list) => list.find(({ label }) => label === '重点领域占比')?.tag?.word
		);
		return [...tiles, page.banks.columns.find(({ key }) => key === 'gap')?.label];
	};
	// 46 % is below 50 % but not below the warning line of 45 %.
	expect(said()).toEqual(['关注', '关注', '距50%缺口']);
	setParameter(ledger, consoleAsker, { id: 'keyAreaAmberShare', from: '2026-09-01', value: '0.47' });
	expect(said()).toEqual(['预警', '预警', '距50%缺口']);
	setParameter(ledger, consoleAsker, { id: 'keyAreaShare', from: '2026-09-01', value: '0.455' });
	expect(said()).toEqual(['达标', '达标', '距45.5%缺口']);
	ledger.close();
});
