import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../fixtures/random.ts';
import { inScope } from '#formula/formula.ts';
import { readings } from '#formula/evaluate.ts';
import { indicators } from '#indicators/index.ts';
import { passport } from '#lib/server/observe/passport.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { makeDemo } from '#lib/server/demo/make.ts';
import { periodOf } from '#core/period.ts';
import { openLedger, type Ledger } from '#lib/server/ledger/open.ts';
import { observe } from '#lib/server/observe/observe.ts';
import type { ObserveQuery } from '#lib/server/observe/types.ts';

// Every number here is computed a second time, from the accepted rows in plain SQL and by the words of the notice and
// its domain text alone, with none of the formulas, cells or roll-ups of the product.

let dir: string;
let ledger: Ledger;

beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'recompute-'));
	ledger = openLedger(dir);
	await makeDemo(ledger, { small: true });
}, 120_000);
afterAll(() => {
	ledger.close();
	rmSync(dir, { recursive: true });
});

interface Fraction {
	readonly n: bigint;
	readonly d: bigint;
}
/** The exact value the product observes. */
function observed(query: ObserveQuery): Fraction {
	const found = observe(ledger, consoleAsker, query);
	expect(found.length).toBe(1);
	const { exact } = found[0]!;
	expect(exact, `${query.indicator}: ${found[0]!.reason}`).toBeTruthy();
	return exact!;
}
/** Fails unless both fractions are the same number, whatever their terms. */
const same = (a: Fraction, n: bigint, d = 1n): void =>
	expect({ value: a.n * d, of: a.d * d }).toEqual({ value: n * a.d, of: a.d * d });

const all = (sql: string, ...given: unknown[]): Record<string, unknown>[] =>
	ledger.db
		.prepare(sql)
		.safeIntegers()
		.all(...given) as Record<string, unknown>[];
const one = (sql: string, ...given: unknown[]): bigint =>
	(ledger.db
		.prepare(sql)
		.safeIntegers()
		.pluck()
		.get(...given) as bigint | null) ?? 0n;

/** Submissions whose rows count: accepted and not replaced. */
const inForce = (dataset: string): string =>
	`select s.id, f.period, f.institution from submission s join filing f on f.id = s.filing
	where f.dataset = '${dataset}' and s.acceptedAt is not null and s.endedAt is null`;
/** Rows of a stock or flow dataset in some months. */
const rowsOf = (dataset: string, months: string): string =>
	`(select r.*, i.institution as filer, i.period as month from fact_${dataset.replaceAll('-', '_')} r
	join (${inForce(dataset)}) i on i.id = r.submission where i.period in (${months}))`;
/** A register's rows, each in its last wording. */
const register = (dataset: string, key: string): string =>
	`(select * from (select r.*, i.institution as filer, row_number() over
		(partition by i.institution, ${key} order by i.period desc, r.submission desc) as latest
		from fact_${dataset.replaceAll('-', '_')} r join (${inForce(dataset)}) i on i.id = r.submission) where latest = 1)`;
const roster = register('roster', 'uscc, label, validFrom');
const national = `('HNTE','TSME','SRDI','GIANT','DEMO','CHAMP')`;
/** Enterprises holding a label on a day; of some labels only. */
const labelled = (on: string, labels = ''): string =>
	`(select distinct uscc from ${roster} where validFrom <= '${on}' and (validTo is null or validTo >= '${on}') ${labels && `and label in ${labels}`})`;

const month = `'2026-09'`;
const end = '2026-09-30';
const year = Array.from({ length: 9 }, (_, at) => `'2026-0${at + 1}'`).join(',');
const stock = rowsOf('corp-loan-stock', month);
const funds = rowsOf('policy-fund', year);
const key = `(instr(',' || keyArea || ',', ',TECH,') > 0 or instr(',' || keyArea || ',', ',MANUFACTURING,') > 0)`;

describe('recomputed from the accepted rows in plain SQL', () => {
	it('M01-1 enterprises on the roster: union, one label, national set', () => {
		same(observed({ indicator: 'M01-1', period: '2026Q3' }), one(`select count(*) from ${labelled(end)}`));
		same(
			observed({ indicator: 'M01-1', period: '2026Q3', where: { label: 'SRDI' } }),
			one(`select count(*) from ${labelled(end, `('SRDI')`)}`)
		);
		same(
			observed({ indicator: 'M01-1', period: '2026Q3', scope: 'national' }),
			one(`select count(*) from ${labelled(end, national)}`)
		);
	});

	it('M04-1 share of key areas in the year’s policy funds; loans supported by the head office do not count', () => {
		const total = one(`select sum(amount) from ${funds} where basis = 'funds_issued'`);
		const part = one(`select sum(amount) from ${funds} where basis = 'funds_issued' and ${key}`);
		expect(total).toBeGreaterThan(0n);
		same(observed({ indicator: 'M04-1', period: '2026-09' }), part, total);
	});

	it('M04-1 by tool: a parent holds its children', () => {
		const tools = `('REDISCOUNT','JCT','JZT')`;
		const total = one(`select sum(amount) from ${funds} where basis = 'funds_issued' and tool in ${tools}`);
		const part = one(
			`select sum(amount) from ${funds} where basis = 'funds_issued' and tool in ${tools} and ${key}`
		);
		same(observed({ indicator: 'M04-1', period: '2026-09', where: { tool: 'REDISCOUNT' } }), part, total);
	});

	it('M04-2 policy funds: issued since January, and still out at the end', () => {
		same(
			observed({ indicator: 'M04-2', period: '2026-09' }),
			one(`select sum(amount) from ${funds} where basis = 'funds_issued'`)
		);
		const out = one(
			`select sum(r.amount) from fact_policy_fund r join (${inForce('policy-fund')}) i on i.id = r.submission
			where r.basis = 'funds_issued' and i.period <= '2026-09' and coalesce(r.repaidOn, r.dueOn, '9999-12-31') > ?`,
			end
		);
		same(observed({ indicator: 'M04-2b', period: '2026-09' }), out);
	});

	it('M04-4 enterprises that policy funds reached this year, each once', () => {
		same(
			observed({ indicator: 'M04-4', period: '2026-09' }),
			one(`select count(distinct borrower) from ${funds} where basis = 'funds_issued'`)
		);
	});

	it('M04-5 share of small and private enterprises', () => {
		same(
			observed({ indicator: 'M04-5', period: '2026-09' }),
			one(`select sum(amount) from ${funds} where basis = 'funds_issued' and privateOrSmall = 1`),
			one(`select sum(amount) from ${funds} where basis = 'funds_issued'`)
		);
	});

	it('M04-8 loans to tech enterprises to the 分: all, by bank, unsecured, national', () => {
		const tech = `borrower in ${labelled(end)}`;
		same(
			observed({ indicator: 'M04-8', period: '2026-09' }),
			one(`select sum(balanceCny) from ${stock} where ${tech}`)
		);
		for (const { filer, sum } of all(
			`select filer, sum(balanceCny) as sum from ${stock} where ${tech} group by filer`
		))
			same(
				observed({ indicator: 'M04-8', period: '2026-09', where: { institution: String(filer) } }),
				sum as bigint
			);
		same(
			observed({ indicator: 'M04-8', period: '2026-09', where: { guarantee: 'D' } }),
			one(`select sum(balanceCny) from ${stock} where ${tech} and substr(guarantee, 1, 1) = 'D'`)
		);
		same(
			observed({ indicator: 'M04-8', period: '2026-09', scope: 'national' }),
			one(`select sum(balanceCny) from ${stock} where borrower in ${labelled(end, national)}`)
		);
	});

	it('M04-9 borrowers, each once over all banks and labels', () => {
		same(
			observed({ indicator: 'M04-9', period: '2026-09' }),
			one(`select count(distinct borrower) from ${stock} where borrower in ${labelled(end)}`)
		);
		same(
			observed({ indicator: 'M04-9', period: '2026-09', where: { label: 'GIANT' } }),
			one(`select count(distinct borrower) from ${stock} where borrower in ${labelled(end, `('GIANT')`)}`)
		);
	});

	it('M04-10 growth of tech loans less growth of all loans, of unrounded rates', () => {
		const tech = (at: string, on: string): bigint =>
			one(
				`select sum(balanceCny) from ${rowsOf('corp-loan-stock', `'${at}'`)} where borrower in ${labelled(on)}`
			);
		const whole = (at: string): bigint =>
			one(
				`select sum(balance) from ${rowsOf('all-loan', `'${at}'`)} where currency = 'ALL' and segment = 'ALL'`
			);
		const [a, b, c, d] = [
			tech('2026-08', '2026-08-31'),
			tech('2025-08', '2025-08-31'),
			whole('2026-08'),
			whole('2025-08')
		];
		same(observed({ indicator: 'M04-10', period: '2026-08' }), a * d - c * b, b * d);
	});

	it('M04-11 share of the roster that has a loan', () => {
		same(
			observed({ indicator: 'M04-11', period: '2026Q3' }),
			one(`select count(distinct borrower) from ${stock} where borrower in ${labelled(end)}`),
			one(`select count(*) from ${labelled(end)}`)
		);
	});

	it('M04-12 rate of new tech loans, weighted by amount', () => {
		const granted = `${rowsOf('corp-loan-flow', month)} where direction = '1' and rate > 0 and borrower in ${labelled(end)}`;
		let [weighted, amount] = [0n, 0n];
		for (const row of all(`select rate, amountCny from ${granted}`)) {
			weighted += (row.rate as bigint) * (row.amountCny as bigint);
			amount += row.amountCny as bigint;
		}
		expect(amount).toBeGreaterThan(0n);
		// Rates are kept in hundred-thousandths of a per cent.
		same(observed({ indicator: 'M04-12', period: '2026-09' }), weighted, amount);
	});

	it('M04-13 non-performing share of tech loans', () => {
		const tech = `borrower in ${labelled(end)}`;
		same(
			observed({ indicator: 'M04-13', period: '2026Q3' }),
			one(`select sum(balanceCny) from ${stock} where ${tech} and quality in ('FQ03','FQ04','FQ05')`),
			one(`select sum(balanceCny) from ${stock} where ${tech}`)
		);
	});

	const shelf = `(select p.* from fact_product p join (${inForce('product')}) i on i.id = p.submission
		where i.period = '2026-09' and p.listedOn <= '${end}' and (p.delistedOn is null or p.delistedOn >= '${end}'))`;

	it('M06-1 and M06-2 products on the shelf, and how many of six items each shows', () => {
		const products = one(`select count(*) from ${shelf}`);
		const shown = one(
			`select sum((rateMin is not null and rateMax is not null) + (limitMax is not null) + (termMax is not null)
				+ (approvalDays is not null) + (feedbackUrl is not null)
				+ (productNo in (select productNo from ${rowsOf('product-month', month)}))) from ${shelf}`
		);
		same(observed({ indicator: 'M06-1', period: '2026-09' }), products);
		same(observed({ indicator: 'M06-2', period: '2026-09' }), shown, 6n * products);
	});

	it('M06-4 realised rates less the middle of the disclosed range, over a quarter', () => {
		let [weighted, middles, amount] = [0n, 0n, 0n];
		for (const at of ['2026-07', '2026-08', '2026-09']) {
			const found = all(
				`select f.rate, f.amountCny, p.rateMin + p.rateMax as both from ${rowsOf('corp-loan-flow', `'${at}'`)} f
				join ${rowsOf('loan-tag', `'${at}'`)} t on t.filer = f.filer and t.loanNo = f.loanNo and t.contractNo = f.contractNo
				join ${rowsOf('product', `'${at}'`)} p on p.filer = f.filer and p.productNo = t.productNo
				where f.direction = '1' and p.rateMin is not null and p.rateMax is not null`
			);
			for (const row of found) {
				weighted += (row.rate as bigint) * (row.amountCny as bigint);
				middles += (row.both as bigint) * (row.amountCny as bigint);
				amount += row.amountCny as bigint;
			}
		}
		expect(amount).toBeGreaterThan(0n);
		same(observed({ indicator: 'M06-4', period: '2026Q3' }), 2n * weighted - middles, 2n * amount);
	});

	const candidates = register('bond-candidate', 'uscc, listedOn');

	it('M10-1 and M10-5 recommended issuers on the list, and how many of all ever listed sold a bond in 24 months', () => {
		same(
			observed({ indicator: 'M10-1', period: '2026Q3' }),
			one(
				`select count(distinct uscc) from ${candidates} where listedOn <= '${end}' and (leftOn is null or leftOn > '${end}')`
			)
		);
		const issuers = `select uscc from fact_bond_issue r join (${inForce('bond-issue')}) i on i.id = r.submission where r.issuedOn > '2024-09-30' and r.issuedOn <= '${end}'`;
		same(
			observed({ indicator: 'M10-5', period: '2026Q3' }),
			one(`select count(distinct uscc) from ${candidates} where uscc in (${issuers})`),
			one(`select count(distinct uscc) from ${candidates} where listedOn <= '${end}'`)
		);
	});

	it('M10-4 bonds issued in the quarter', () => {
		same(
			observed({ indicator: 'M10-4', period: '2026Q3' }),
			one(
				`select sum(issued) from ${register('bond-issue', 'bondCode')} where issuedOn between '2026-07-01' and '${end}'`
			)
		);
	});

	it('F7: is short of a late bank, and says so: 5 of 6 filed at most', () => {
		const [found] = observe(ledger, consoleAsker, { indicator: 'M04-8', period: '2026-09' });
		const owed = one(
			`select count(*) from filing where dataset = 'corp-loan-stock' and period = '2026-09' and expected = 1`
		);
		const filed = one(`select count(*) from (${inForce('corp-loan-stock')}) where period = '2026-09'`);
		expect([found!.coverage.filed, found!.coverage.expected]).toEqual([Number(filed), Number(owed)]);
		expect(filed).toBe(4n);
		expect(found!.status).toBe('preliminary');
	});
});

// Protects the drill-down: whoever adds up the rows a passport shows gets the number on the page.
describe('the rows behind a number', () => {
	/** All rows behind one aggregate of a number, page by page. */
	function rowsBehind(query: ObserveQuery, leaf: number) {
		const page = (offset: number) =>
			passport(ledger, consoleAsker, { ...query, leaf, offset, limit: 500 }).facts;
		const rows = [...page(0).rows];
		while (rows.length < page(rows.length).total) rows.push(...page(rows.length).rows);
		return rows;
	}

	it('F8: add up to it, for sums, counts and different values drawn by lot', { timeout: 300_000 }, () => {
		const chance = chanceOf(98);
		const filed = all(`select distinct period from (${inForce('corp-loan-stock')})`).map(({ period }) =>
			String(period)
		);
		const wanted = process.env.WHOLE ? 200 : 30;
		const tried: string[] = [];
		const bare = (text: string) => Number(text.replaceAll(',', ''));
		for (let draws = 0; tried.length < wanted && draws < 20 * wanted; draws += 1) {
			const indicator = chance.pick([...indicators.values()]);
			const month = chance.pick(filed);
			const period = indicator.every === 'quarter' ? periodOf(month, 'quarter') : month;
			const query: ObserveQuery = { indicator: indicator.id, period };
			if (!observe(ledger, consoleAsker, query)[0]?.exact) continue;
			const found = passport(ledger, consoleAsker, query);
			const leaves = readings(inScope(indicator.formula, 'beijing'), period);
			const at = chance.below(leaves.length);
			const { leaf } = leaves[at]!;
			const { value } = found.leaves[at]!;
			if (!['sum', 'count', 'distinct'].includes(leaf.op) || value === null) continue;
			const counted = rowsBehind(query, at).map(
				({ cells }) => cells.find(({ column }) => column === leaf.column)?.value ?? ''
			);
			const kind = leaf.column && leaf.source.columns[leaf.column]?.kind;
			const scale = kind === 'money' || kind === 'usd' ? 100 : 1;
			const made =
				leaf.op === 'count'
					? counted.length
					: leaf.op === 'distinct'
						? new Set(counted.filter(Boolean)).size
						: Math.round(counted.reduce((total, text) => total + bare(text || '0') * scale, 0));
			const said = `${indicator.id} ${period} ${found.leaves[at]!.words}`;
			expect(`${said}: ${made}`).toBe(`${said}: ${value}`);
			tried.push(said);
		}
		expect(tried.length).toBe(wanted);
		expect(new Set(tried).size).toBeGreaterThan(wanted / 2);
	});
});
