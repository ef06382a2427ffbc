import { expect, it } from 'vitest';
import { yearToDate } from '#core/period.ts';
import policyFund from '#datasets/policy-fund.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { figureData } from '#lib/server/observe/figure.ts';
import { figureCsv } from '#lib/server/observe/figure-export.ts';
import { reportContent } from '#lib/server/publish/report-content.ts';
import { cockpitPage } from '#lib/server/observe/dashboards-cockpit.ts';
import { policyPage } from '#lib/server/observe/dashboards-policy.ts';
import { makeWorkbook } from '#lib/server/publish/make-workbook.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { cellsOf } from '../fixtures/spreadsheet.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the recipe "a changed target is one dated line": every page says the same word, by the lines of the ledger.

const asked = { period: '2026-09', scope: 'beijing' } as const;

/** A ledger whose year has issued so many 分 to key areas, and so many elsewhere. */
function issued(toKeyAreas: number, elsewhere: number) {
	const ledger = scratchLedger();
	enter(ledger, 'pbc', 'unit');
	enter(ledger, 'bank01', 'state');
	const fund = { tool: 'REDISCOUNT', institution: 'bank01', basis: 'funds_issued' };
	for (const month of yearToDate('2026-08')) accept(ledger, policyFund, 'pbc', month, []);
	accept(ledger, policyFund, 'pbc', asked.period, [
		{ ...fund, trancheNo: '1', amount: toKeyAreas, keyArea: ['TECH'] },
		{ ...fund, trancheNo: '2', amount: elsewhere, keyArea: ['OTHER'] }
	]);
	rebuild(ledger, { dirtyOnly: true });
	return ledger;
}

it('the cockpit and the policy page judge the share alike, by the parameters of the ledger', () => {
	const ledger = issued(46, 54);
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

it('F6: a share of 49.995 % reads as reached nowhere: page, chart, its table, report', async () => {
	// 4,999,500 ÷ 10,000,000.
	const ledger = issued(4_999_500, 5_000_500);
	const tile = policyPage(ledger, consoleAsker, asked).tiles.find(({ label }) => label === '重点领域占比')!;
	expect(tile.value).toContain('49.995');
	expect(tile.tag?.word).toBe('关注');
	const data = figureData(ledger, consoleAsker, 'key-area-share', asked);
	expect(data.headline).toContain('49.995%');
	expect(data.headline).not.toMatch(/达标|高于/);
	expect(figureCsv(data)).not.toMatch(/,50(\.0+)?,/);
	const cells = await cellsOf(
		await makeWorkbook(reportContent(ledger, consoleAsker, 'quarterly-monitor', '2026Q3'))
	);
	const sentences = cells.map(({ value }) => String(value)).filter((text) => /重点领域.*占比\d/.test(text));
	expect(sentences.length).toBeGreaterThan(1);
	for (const text of sentences) expect(text).toMatch(/占比49\.995%/);
	ledger.close();
});
