import type { Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type corpLoanFlow from '#datasets/corp-loan-flow.ts';
import type corpLoanStock from '#datasets/corp-loan-stock.ts';
import type { CheckContext } from '../define.ts';

/** Borrowers in the loan files of every other institution, of the rows with these values. */
export function borrowersOfOthers<D extends typeof corpLoanStock | typeof corpLoanFlow>(
	context: CheckContext,
	dataset: D,
	period: Period,
	where: Partial<Row<D>> = {}
): ReadonlySet<string> {
	if (context.valuesOfOthers) return context.valuesOfOthers(dataset, 'borrower', { period, where });
	const wanted = Object.entries(where);
	const borrowers = new Set<string>();
	for (const row of context.allRows(dataset, period) as readonly Row<typeof corpLoanStock>[]) {
		if (row.institutionCode === context.institution.uscc) continue;
		if (wanted.every(([name, value]) => row[name as keyof typeof row] === value))
			borrowers.add(row.borrower!);
	}
	return borrowers;
}
