import { lastMonth, type Period } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';
import type { BankMonth } from '../book.ts';
import type { World } from '../world.ts';
import { allLoanRows } from './all-loan.ts';
import { bondFilings } from './bonds.ts';
import type { DemoFiling } from './filing.ts';
import { institutionCode } from './institutions.ts';
import { loanFiles } from './loans.ts';
import { policyFunds, policyQuotas } from './policy-funds.ts';
import { feedbackRows, productMonthRows, productRows } from './products.ts';
import { rosterFilings } from './roster.ts';

export type { DemoFiling } from './filing.ts';

/** Everything the institutions of the invented city hand in, month by month in the order in which it must be checked. */
export function* filings(world: World): Generator<{ period: Period; filings: readonly DemoFiling[] }> {
	const registers = Map.groupBy([...rosterFilings(world), ...bondFilings(world)], (one) =>
		lastMonth(one.period)
	);
	const tranches = policyFunds(world);
	const before = [...registers.keys()].filter((month) => month < world.first).sort();
	for (const period of before) yield { period, filings: registers.get(period)! };
	for (const { period, banks } of world.lending()) {
		const due = registers.get(period) ?? [];
		// Before the banks' files: a loan that policy money stands behind is tagged so.
		const issued = tranches(period, banks);
		const quota: DemoFiling[] =
			period === world.first
				? [
						{
							dataset: 'policy-quota',
							institution: 'pbc',
							period,
							mode: 'complete',
							rows: policyQuotas(world)
						}
					]
				: [];
		yield {
			period,
			filings: [
				...due.filter((one) => one.dataset === 'roster'),
				...quota,
				...banks.flatMap((month) => bankFilings(world, month, period)),
				{
					dataset: 'policy-fund',
					institution: 'pbc',
					period,
					mode: 'complete',
					rows: issued
				},
				{
					dataset: 'product-feedback',
					institution: 'yqdj',
					period,
					mode: 'complete',
					rows: feedbackRows(world, banks, period)
				},
				...due.filter((one) => one.dataset !== 'roster')
			]
		};
	}
}

/** What one bank hands in for a month: customers before loans before what refers to loans. */
function bankFilings(world: World, month: BankMonth, period: Period): DemoFiling[] {
	const bank = world.banks.find((one) => one.id === month.bank)!;
	const shelf = world.products.filter((one) => one.bank === bank.id);
	const files = {
		product: productRows(shelf, period),
		...loanFiles(month, institutionCode(world, bank.id), period),
		'product-month': productMonthRows(shelf, month, period),
		'all-loan': allLoanRows(bank, month, period)
	} satisfies Record<string, readonly Values[]>;
	return Object.entries(files)
		.filter(([, rows]) => rows.length)
		.map(([dataset, rows]) => ({ dataset, institution: bank.id, period, mode: 'complete', rows }));
}
