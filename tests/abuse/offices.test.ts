import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '#codes/unit.ts';
import { figures } from '#figures/index.ts';
import { indicators } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import { usualClearance, type Asker } from '#lib/server/access/asker.ts';
import { setControl } from '#lib/server/access/controls.ts';
import { policies, verdict } from '#lib/server/access/policy.ts';
import { clauseList, clausePage } from '#lib/server/observe/dashboards-clauses.ts';
import { indicatorList, indicatorPage } from '#lib/server/observe/dashboards-indicators.ts';
import { loansPage } from '#lib/server/observe/dashboards-loans.ts';
import { passportPage } from '#lib/server/observe/dashboards-passport.ts';
import { places } from '#lib/server/observe/dashboards-places.ts';
import { figureFile } from '#lib/server/observe/figure-file.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { reportContent } from '#lib/server/publish/report-content.ts';
import { office, type Office } from '../integration/filer.ts';

// Protects that an office sees the numbers of its own clauses and no others, by whatever way it asks, and institutions
// apart only with the clearance for it. Which clauses are whose is read here from the text of the notice itself.
const period = '2026-09';
const asked = { period, scope: 'beijing' as const };

/** Names the notice uses, longest first; the offices have other names today. */
const names: readonly (readonly [string, string])[] = [
	['人行营业管理部', 'pbc'],
	['北京外汇管理部', 'safe'],
	['北京银保监局', 'nfra'],
	['北京证监局', 'csrc'],
	['市金融监管局', 'jrj'],
	['市科委、中关村管委会', 'kw'],
	['市经济和信息化局', 'jxj'],
	['市财政局', 'czj'],
	['市商务局', 'swj'],
	['市知识产权局', 'zscq'],
	['北京金控集团', 'jk']
];
const responsible = (clause: number): string[] => {
	const text = clauses.find(({ number }) => number === clause)!.text;
	const list = /（责任单位：(.+?)）/.exec(text)![1]!;
	return names.filter(([name]) => list.includes(name)).map(([, code]) => code);
};
const clausesOf = (unit: string): number[] =>
	clauses.map(({ number }) => number).filter((number) => responsible(number).includes(unit));

let at: Office;
beforeAll(() => {
	at = office();
});
afterAll(() => at.close());

const reader = (unit: string, clearance = usualClearance.unit): Asker => ({
	user: 77,
	name: '某单位',
	role: 'unit',
	institution: null,
	unit,
	clearance,
	rawRead: false
});

describe('F4: an office sees the numbers of its own clauses', () => {
	it('every office has a clause, and every clause of the notice an office', () => {
		expect(units.codes.filter(({ code }) => !clausesOf(code).length)).toEqual([]);
		expect(clausesOf('csrc')).toEqual([9, 10]);
		expect(clausesOf('swj')).toEqual([15]);
	});

	for (const { code: unit, label } of units.codes)
		it(`${label}: observations, pages, passports, figures, search and report`, async () => {
			const asker = reader(unit);
			const own = clausesOf(unit);
			for (const indicator of indicators.values()) {
				const isOwn = own.includes(indicator.clause);
				const found = observe(at.ledger, asker, { indicator: indicator.id, period });
				expect(found.length, indicator.code).toBe(isOwn ? 1 : 0);
				expect(indicatorPage(at.ledger, asker, indicator.id, asked, null) !== null).toBe(isOwn);
				const search = new URLSearchParams({ indicator: indicator.id, period });
				if (isOwn) expect(passportPage(at.ledger, asker, search)).not.toBeNull();
				else expect(() => passportPage(at.ledger, asker, search)).toThrow('no value');
			}
			for (const figure of figures.values())
				if (!figure.strokes.every(({ indicator }) => own.includes(indicator.clause)))
					await expect(
						Promise.resolve().then(() => figureFile(at.ledger, asker, figure.id, 'json', asked))
					).rejects.toThrow('unknown figure');
			expect(clauseList(at.ledger, asker, asked).clauses.map(({ number }) => number)).toEqual(own);
			for (const { number } of clauses)
				expect(clausePage(at.ledger, asker, String(number), asked) !== null).toBe(own.includes(number));
			const listed = indicatorList(at.ledger, asker, asked, '').groups.map(({ number }) => number);
			expect(listed.filter((number) => !own.includes(number))).toEqual([]);
			const open = places(at.ledger, asker);
			const foreign = [...indicators.values()].filter(({ clause }) => !own.includes(clause));
			expect(open.filter(({ href }) => foreign.some(({ id }) => href === `/indicators/${id}`))).toEqual([]);
			expect(open.filter(({ kind }) => kind === '条款')).toHaveLength(own.length);
			for (const [route, clause] of [
				['/loans', 4],
				['/policy-funds', 4],
				['/products', 6],
				['/bonds', 10]
			] as const) {
				expect(verdict(route, asker)).toBe(own.includes(clause) ? 'allowed' : 'nothing');
				expect(open.some(({ href }) => href === route)).toBe(own.includes(clause));
			}
			const content = reportContent(at.ledger, asker, 'quarterly-monitor', '2026Q3');
			expect(content.data.filter(({ indicator }) => !own.includes(indicator.clause))).toEqual([]);
			const said = content.blocks.flatMap((block) =>
				block.is === 'definitions' ? block.block.indicators : []
			);
			expect(said.filter(({ clause }) => !own.includes(clause))).toEqual([]);
		});
});

describe('F4: institutions are told apart only with the clearance for it', () => {
	const by = { indicator: 'tech-loan-balance', period, by: ['institution'] } as const;
	const of = { indicator: 'tech-loan-balance', period, where: { institution: 'BKA' } } as const;

	it('an office with the usual clearance hears of no institution, by no way', () => {
		const asker = reader('pbc');
		expect(observe(at.ledger, asker, by)).toEqual([]);
		expect(observe(at.ledger, asker, of)).toEqual([]);
		expect(() =>
			passportPage(at.ledger, asker, new URLSearchParams({ ...of, where: 'institution:BKA' }))
		).toThrow('no value');
		const page = loansPage(at.ledger, asker, asked, 'institution', 'BKA');
		expect(page.of).toBeNull();
		expect(page.dimensions.map(({ value }) => value)).not.toContain('institution');
		expect(places(at.ledger, asker).filter(({ kind }) => kind === '机构')).toEqual([]);
		const content = reportContent(at.ledger, asker, 'quarterly-monitor', '2026Q3');
		expect(content.data.filter(({ keys }) => 'institution' in keys)).toEqual([]);
	});

	it('the security administrator moves the line, for offices and for everybody else', () => {
		const security: Asker = { ...reader('pbc'), user: null, role: 'security', unit: null };
		const leader: Asker = { ...reader('pbc', 3), role: 'leader', unit: null };
		expect(observe(at.ledger, reader('pbc', 3), of)).toHaveLength(1);
		expect(observe(at.ledger, leader, of)).toHaveLength(1);
		setControl(at.ledger, security, 'levelInstitution', 4);
		expect(observe(at.ledger, reader('pbc', 3), of)).toEqual([]);
		expect(observe(at.ledger, leader, of)).toEqual([]);
		expect(observe(at.ledger, leader, { indicator: of.indicator, period })).toHaveLength(1);
		setControl(at.ledger, security, 'levelAggregate', 4);
		expect(observe(at.ledger, leader, { indicator: of.indicator, period })).toEqual([]);
		// What an institution filed is its own whatever its people's clearance.
		expect(observe(at.ledger, { ...at.maker, clearance: 1 }, of)).toHaveLength(1);
		setControl(at.ledger, security, 'levelInstitution', 3);
		setControl(at.ledger, security, 'levelAggregate', 2);
	});

	it('whose clearance does not reach the numbers at all does not reach their pages', () => {
		const leader: Asker = { ...reader('pbc', 1), role: 'leader', unit: null };
		const closed = Object.keys(policies).filter((route) => verdict(route, leader, false) === 'nothing');
		for (const route of [
			'/loans',
			'/indicators/[id]',
			'/passport',
			'/figures/[id].[ext]',
			'/reports/[id]/[period].xlsx'
		])
			expect(closed).toContain(route);
		expect(verdict('/filings', leader, false)).toBe('allowed');
	});
});
