import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Period } from '#core/period.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import roster from '#datasets/roster.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { rebuild } from '#lib/server/warehouse/rebuild.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects 可比口径 of a span of months: a bank that filed only the last month of one of them is not comparable.

let ledger: ReturnType<typeof scratchLedger>;
beforeEach(() => {
	ledger = scratchLedger();
	enter(ledger, 'bank01', 'state');
	enter(ledger, 'bank02', 'city');
	enter(ledger, 'kw', 'unit');
	accept(ledger, roster, 'kw', '2025-01', [
		{
			uscc: 'A',
			name: 'A',
			label: 'HNTE',
			validFrom: '2024-01-01',
			district: '110108',
			industry: 'C39',
			size: 'CS03'
		}
	]);
});
afterEach(() => ledger.close());

const grant = (bank: string, month: Period, yuan: number): number =>
	accept(ledger, corpLoanFlow, bank, month, [
		{ borrower: 'A', loanNo: month, contractNo: month, flowNo: month, direction: '1', amountCny: yuan * 100 }
	]);
const compared = (period: Period, compare: 'yearOnYear' | 'yearToDate') =>
	observe(ledger, consoleAsker, { indicator: 'M04-12a', period, compare, likeForLike: true })[0]!.compare!;

it('takes banks that filed every month of both spans, and is worked out anew when any of these months changes', () => {
	for (const month of ['2025-01', '2025-02']) grant('bank01', month, 10);
	for (const month of ['2026-01', '2026-02']) grant('bank01', month, 15);
	// bank02 filed February of both years, but January of the later only.
	grant('bank02', '2025-02', 4);
	grant('bank02', '2026-01', 100);
	grant('bank02', '2026-02', 4);
	rebuild(ledger, { dirtyOnly: true });
	// Raw 134 against 24; bank01 alone 30 against 20.
	const before = compared('2026-02', 'yearToDate');
	expect(before.likeForLike?.value).toBe(0.5);
	expect(before.base.value).toBe('24.00');

	// January of the earlier year changes: bank01 now 30 against 8 + 10, a growth of 2/3.
	grant('bank01', '2025-01', 8);
	rebuild(ledger, { dirtyOnly: true });
	expect(compared('2026-02', 'yearToDate').likeForLike?.exact).toEqual({ n: 2n, d: 3n });

	// bank02 hands January in: both banks, 134 against 8 + 10 + 6 + 4 = 28.
	grant('bank02', '2025-01', 6);
	rebuild(ledger, { dirtyOnly: true });
	expect(compared('2026-02', 'yearToDate').likeForLike?.exact).toEqual({ n: 53n, d: 14n });
});

it('of a quarter asks for its three months', () => {
	for (const month of ['2025-01', '2025-02', '2025-03']) grant('bank01', month, 10);
	for (const month of ['2026-01', '2026-02', '2026-03']) grant('bank01', month, 12);
	for (const month of ['2025-03', '2026-01', '2026-02', '2026-03']) grant('bank02', month, 50);
	rebuild(ledger, { dirtyOnly: true });
	expect(compared('2026Q1', 'yearOnYear').likeForLike?.value).toBe(0.2);
});

it('of 获贷率 leaves out late banks but not the offices that keep the roster, and applies the later roster to both', () => {
	const enrolled = (uscc: string) => ({
		uscc,
		name: uscc,
		label: 'HNTE',
		validFrom: '2024-01-01',
		district: '110108',
		industry: 'C39',
		size: 'CS03'
	});
	accept(ledger, roster, 'kw', '2026-01', ['A', 'B', 'C', 'D'].map(enrolled));
	const lend = (bank: string, month: Period, borrowers: string[]) =>
		accept(
			ledger,
			corpLoanStock,
			bank,
			month,
			borrowers.map((borrower) => ({ borrower, loanNo: borrower, contractNo: borrower, balanceCny: 1 }))
		);
	lend('bank01', '2025-01', ['A']);
	lend('bank02', '2025-01', ['B']);
	lend('bank01', '2026-01', ['A', 'C']);
	rebuild(ledger, { dirtyOnly: true });
	const compare = observe(ledger, consoleAsker, {
		indicator: 'M04-11',
		period: '2026-01',
		compare: 'yearOnYear',
		likeForLike: true
	})[0]!.compare!;
	// bank01 only, on the later roster of four: 2/4 − 1/4 = 25 个百分点.
	expect(compare.likeForLike?.exact).toEqual({ n: 1n, d: 4n });
});
