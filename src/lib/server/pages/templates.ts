import { addMonths, periodOf, type Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { datasets } from '#datasets/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { filerOf } from '#lib/server/access/rights.ts';
import { dayIn, filingsOf } from '#lib/server/ledger/filings.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { filingPath } from './filings.ts';

/** The newest period of a dataset that has ended. */
function endedPeriod(ledger: Ledger, dataset: Dataset): Period {
	const month = addMonths(dayIn(ledger.now()).slice(0, 7), -1);
	if (dataset.every !== 'quarter') return month;
	const quarter = periodOf(month, 'quarter');
	return periodOf(addMonths(month, 1), 'quarter') === quarter
		? periodOf(addMonths(month, -3), 'quarter')
		: quarter;
}

/** Every dataset with the template of the period now due: the asker's own, or for those who do not file only its description. */
export function templateList(ledger: Ledger, asker: Asker) {
	const own = institutions(ledger).find((one) => one.id === filerOf(asker));
	return [...datasets.values()]
		.filter((dataset) => dataset.filers.length || dataset.filerIds?.length)
		.filter(
			(dataset) =>
				!own || (dataset.filerIds ? dataset.filerIds.includes(own.id) : dataset.filers.includes(own.kind))
		)
		.map((dataset) => {
			const owed = own ? filingsOf(ledger, asker, { institution: own.id, dataset: dataset.id }) : [];
			const period =
				owed.find((filing) => !filing.inForce)?.period ?? owed[0]?.period ?? endedPeriod(ledger, dataset);
			const path = own && filingPath({ dataset: dataset.id, institution: own.id, period });
			return {
				id: dataset.id,
				label: dataset.label,
				definition: dataset.definition,
				layouts: dataset.layouts,
				period,
				filing: path || null,
				file: path ? `${path}/template.xlsx` : null
			};
		});
}
