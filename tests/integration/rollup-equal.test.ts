import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOf } from '#core/period.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import policyFund from '#datasets/policy-fund.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import roster from '#datasets/roster.ts';
import { columnsOfFacts } from '#formula/columns.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { count, distinct, greatest, least, median, sum, sumProduct, type Leaf } from '#formula/formula.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { groupInMemory } from '#formula/memory.ts';
import { isMissing, type Outcome } from '#formula/reason.ts';
import { rollUp } from '#formula/rollup.ts';
import { columnsOfBinding } from '#formula/dimensions.ts';
import { above, among, any, filled, isTrue, not, onRoster, starts, when, type Test } from '#formula/test.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { unpack } from '#lib/server/warehouse/cells.ts';
import { LedgerInput } from '#lib/server/warehouse/input.ts';
import { queryFacts } from '#lib/server/warehouse/query.ts';
import { writeRoster } from '#lib/server/warehouse/roster.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects the one thing all numbers rest on: rows in memory, SQL over facts and the one-pass roll-up agree to the 分,
// for every leaf and every breakdown by none, one or two dimensions, whatever the rows.

let ledger: Ledger;
const banks = ['bank01', 'bank02', 'bank03'];
beforeAll(() => {
	ledger = scratchLedger();
	enter(ledger, 'bank01', 'state');
	enter(ledger, 'bank02', 'city');
	enter(ledger, 'bank03', 'city');
	enter(ledger, 'kw', 'unit');
	enter(ledger, 'pbc', 'unit');
});
afterAll(() => ledger.close());

const months = ['2026-08', '2026-09'];
const enterprises = ['91A', '91B', '91C', '91D', '91E'];
const code = (...codes: string[]): fc.Arbitrary<string | null> =>
	fc.option(fc.constantFrom(...codes), { freq: 5 });
const loan = fc.record({
	borrower: fc.constantFrom(...enterprises),
	borrowerIndustry: code('C39', 'I65', 'M73'),
	borrowerRegion: code('110108', '110105', '310000'),
	ownership: code('A01', 'A0102', 'B0101'),
	size: code('CS01', 'CS03', 'CS04'),
	guarantee: code('A', 'B01', 'D'),
	grantedOn: fc.constantFrom('2024-02-29', '2025-03-15', '2026-01-31', '2020-12-31'),
	dueOn: fc.constantFrom('2025-02-28', '2026-03-15', '2026-03-16', '2030-12-31', '2031-01-01', '2031-01-31'),
	balanceCny: fc.oneof(
		fc.integer({ min: 1, max: 10 ** 9 }),
		fc.integer({ min: 1, max: 10 ** 13 }),
		fc.constant(9_007_199_254_740)
	),
	rate: fc.option(fc.integer({ min: 0, max: 2_400_000 }), { freq: 8 }),
	quality: fc.constantFrom('FQ01', 'FQ03', 'FQ05'),
	firstLoan: fc.option(fc.boolean())
});
const enrolment = fc.record({
	uscc: fc.constantFrom(...enterprises),
	label: fc.constantFrom('HNTE', 'TSME', 'SRDI', 'HIDDEN', 'ZGCHT'),
	validFrom: fc.constantFrom('2024-01-01', '2026-08-31', '2026-09-01'),
	validTo: fc.option(fc.constantFrom('2026-08-30', '2026-09-29', '2027-01-01')),
	district: fc.constantFrom('110108', '110115'),
	industry: fc.constant('C39'),
	size: fc.constant('CS03'),
	name: fc.constant('甲')
});
const fund = fc.record({
	institution: fc.constantFrom(...banks),
	tool: fc.constantFrom('SMALL', 'JCR', 'REDISCOUNT', 'JCT'),
	amount: fc.integer({ min: 1, max: 10 ** 12 }),
	rate: fc.constantFrom(125_000, 175_000),
	basis: fc.constantFrom('funds_issued', 'loans_supported'),
	borrower: fc.option(fc.constantFrom(...enterprises)),
	keyArea: fc.option(fc.subarray(['TECH', 'MANUFACTURING', 'GREEN', 'OTHER'])),
	privateOrSmall: fc.option(fc.boolean())
});

const loanTest: fc.Arbitrary<Test<never>> = fc.constantFrom(
	onRoster('borrower', 'beijing'),
	onRoster('borrower', 'national'),
	among('quality', 'FQ03', 'FQ05'),
	among('size', 'CS03', 'CS04'),
	starts('guarantee', 'B'),
	above('rate', 0),
	filled('rate'),
	isTrue('firstLoan'),
	not(filled('ownership')),
	any(isTrue('firstLoan'), among('size', 'CS01'))
) as never;
const fundTest: fc.Arbitrary<Test<never>> = fc.constantFrom(
	among('keyArea', 'TECH', 'MANUFACTURING'),
	when('keyAreaShare', among('keyArea', 'GREEN')),
	when('keyAreaGreenCounts', among('keyArea', 'GREEN')),
	among('basis', 'funds_issued'),
	onRoster('borrower', 'beijing'),
	isTrue('privateOrSmall')
) as never;

const leafOver = (
	test: fc.Arbitrary<Test<never>>,
	make: ((where: Test<never>[]) => Leaf)[]
): fc.Arbitrary<Leaf> =>
	fc.tuple(fc.constantFrom(...make), fc.array(test, { maxLength: 2 })).map(([build, where]) => build(where));
const loanLeaf = leafOver(loanTest, [
	(where) => sum(corpLoanStock, 'balanceCny', where),
	(where) => count(corpLoanStock, where),
	(where) => distinct(corpLoanStock, 'borrower', where),
	(where) => distinct(corpLoanStock, 'ownership', where),
	(where) => sumProduct(corpLoanStock, 'balanceCny', 'rate', where),
	(where) => least(corpLoanStock, 'rate', where),
	(where) => greatest(corpLoanStock, 'balanceCny', where),
	(where) => median(corpLoanStock, 'rate', where)
]);
const fundLeaf = leafOver(fundTest, [
	(where) => sum(policyFund, 'amount', where),
	(where) => distinct(policyFund, 'borrower', where),
	(where) => sumProduct(policyFund, 'amount', 'rate', where)
]);

const shown = (outcome: Outcome): string => (isMissing(outcome) ? '' : `${outcome.n}/${outcome.d}`);
/** Keys whose value is nothing are left out: the roll-up does not keep cells without content. */
const settled = (found: Map<string, Outcome>): Record<string, string> =>
	Object.fromEntries(
		[...found]
			.map(([key, value]) => [key, shown(value)] as const)
			.filter(([, text]) => text !== '' && text !== '0/1')
	);

function rolled(
	leaf: Leaf,
	by: readonly DimensionId[],
	facts: Parameters<typeof columnsOfFacts>[0],
	input: LedgerInput
): Map<string, Outcome> {
	const { source } = leaf;
	const columns = columnsOfFacts(facts, [
		...new Set([
			...Object.keys((source as Dataset).columns),
			...Object.values(dimensionsOf(source)).flatMap((one) => columnsOfBinding(one))
		])
	]);
	const found = new Map<string, Outcome>();
	rollUp(source, [leaf], by, columns, input, (dims, k1, k2, value) => {
		if (dims !== [...by].sort().join(',')) return;
		const sorted = [...by].sort();
		const key = by.map((dimension) => (sorted.indexOf(dimension) === 0 ? k1 : k2)).join('\t');
		found.set(key, unpack(value, 0) ?? { missing: 'no-rows' });
	});
	return found;
}

function check(
	dataset: Dataset,
	files: Values[][][],
	rows: Values[],
	leaves: Leaf[],
	dims: DimensionId[]
): void {
	ledger.db.exec(
		`delete from fact_${dataset.id.replaceAll('-', '_')}; delete from fact_roster; drop trigger if exists submission_stays; delete from submission; delete from filing`
	);
	months.forEach((month, m) =>
		banks.forEach((bank, b) =>
			accept(ledger, dataset, dataset === policyFund ? bank : bank, month, files[m]![b]!)
		)
	);
	const unique = new Map(rows.map((row) => [`${row.uscc} ${row.label} ${row.validFrom}`, row]));
	accept(ledger, roster, 'kw', '2026Q3', [...unique.values()]);
	const input = new LedgerInput(ledger);
	for (const month of months) writeRoster(ledger, month, input.rows(roster, month));
	const fresh = new LedgerInput(ledger);
	const facts = months.flatMap((month) => fresh.rows(dataset, month));
	for (const leaf of leaves) {
		const over = dataset.nature === 'flow' ? facts : fresh.rows(dataset, months[1]!);
		const asked = dataset.nature === 'flow' ? { ...leaf, span: 'yearToDate' as const } : leaf;
		const reference = groupInMemory(leaf, over, dims, fresh);
		expect(settled(queryFacts(ledger, asked, months[1]!, dims, { fixed: new Map() }))).toEqual(
			settled(reference)
		);
		expect(settled(rolled(leaf, dims, over, fresh))).toEqual(settled(reference));
	}
}

const grid = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[][][]> =>
	fc.array(fc.array(fc.array(one, { maxLength: 8 }), { minLength: 3, maxLength: 3 }), {
		minLength: 2,
		maxLength: 2
	});

describe('three evaluators of a leaf', () => {
	it('agree on loans, by none, one and two dimensions', () => {
		const dims = Object.keys(dimensionsOf(corpLoanStock)) as DimensionId[];
		fc.assert(
			fc.property(
				grid(loan),
				fc.array(enrolment, { maxLength: 8 }),
				fc.array(loanLeaf, { minLength: 4, maxLength: 8 }),
				fc.subarray(dims, { maxLength: 2 }),
				(files, rows, leaves, by) => check(corpLoanStock, files as Values[][][], rows, leaves, by)
			),
			{ numRuns: 120, seed: 98 }
		);
	});

	it('agree on policy funds over several months, with a tree of tools and several areas a row', () => {
		const dims = Object.keys(dimensionsOf(policyFund)) as DimensionId[];
		fc.assert(
			fc.property(
				grid(fund),
				fc.array(enrolment, { maxLength: 6 }),
				fc.array(fundLeaf, { minLength: 3, maxLength: 6 }),
				fc.subarray(dims, { maxLength: 2 }),
				(files, rows, leaves, by) => check(policyFund, files as Values[][][], rows, leaves, by)
			),
			{ numRuns: 120, seed: 2022 }
		);
	});

	it('lets a label hold on its last day and not on the day after', () => {
		const row = {
			uscc: '91A',
			name: '甲',
			label: 'HNTE',
			validFrom: '2024-01-01',
			validTo: '2026-09-29',
			district: '110108',
			industry: 'C39',
			size: 'CS03'
		};
		ledger.db.exec(
			'drop trigger if exists submission_stays; delete from fact_roster; delete from submission; delete from filing'
		);
		accept(ledger, roster, 'kw', '2026Q3', [row, { ...row, uscc: '91B', validTo: '2026-09-30' }]);
		const held = new LedgerInput(ledger).rows(roster, '2026-09').map(({ values }) => values.uscc);
		expect(endOf('2026-09')).toBe('2026-09-30');
		expect(held).toEqual(['91B']);
	});
});
