import { datasets } from '#datasets/index.ts';
import { filerOf } from '#lib/server/access/rights.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import {
	currentMonth,
	dueList,
	filingMonths,
	matrixOfDataset,
	matrixOfMonth
} from '#lib/server/pages/filings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const asker = locals.asker!;
	const months = filingMonths(ledger(), asker);
	const asked = url.searchParams.get('period') ?? '';
	const month = months.includes(asked) ? asked : currentMonth(ledger(), months);
	const dataset = datasets.get(url.searchParams.get('dataset') ?? '')?.id ?? null;
	return {
		own: filerOf(asker) === null ? null : dueList(ledger(), asker),
		months,
		month,
		dataset,
		datasets: [...datasets.values()]
			.filter((one) => one.filers.length || one.filerIds?.length)
			.map((one) => ({ value: one.id, label: one.label })),
		matrix: dataset ? matrixOfDataset(ledger(), asker, dataset) : matrixOfMonth(ledger(), asker, month)
	};
};
