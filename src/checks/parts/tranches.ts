import { addMonths } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import policyFund from '#datasets/policy-fund.ts';
import type { CheckContext } from '../define.ts';

type Tranche = Row<typeof policyFund>;

/** Tranches run three years at most, extensions included. */
const longest = 36;

/** What of the tranches issued so far is still out at period end, by tool, in 分. */
export function outstanding(issued: readonly Tranche[], periodEnd: string): Map<string, number> {
	const balance = new Map<string, number>();
	for (const { tool, amount, basis, dueOn, repaidOn } of issued) {
		const over = (repaidOn ?? dueOn ?? '9999') <= periodEnd;
		if (basis === 'funds_issued' && !over) balance.set(tool!, (balance.get(tool!) ?? 0) + amount!);
	}
	return balance;
}

/** The tranches of the periods before that may still be out. */
export const earlierTranches = (context: CheckContext): Tranche[] =>
	Array.from(
		{ length: longest },
		(_, back) => context.rows(policyFund, addMonths(context.period, -1 - back)) ?? []
	).flat();
