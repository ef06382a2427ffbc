import type { Period } from '#core/period.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { seesRowsOf } from '#lib/server/access/rights.ts';
import { dueOn } from '#lib/server/ledger/due.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import { demand } from '#lib/server/ledger/scope.ts';
import { filingSubject } from './submit-receive.ts';
import { template } from './template.ts';

/** The template of one filing there may be, for those who may see it: the institution's own people and the analysts. */
export async function templateFor(
	ledger: Ledger,
	asker: Asker,
	filing: { readonly dataset: string; readonly institution: string; readonly period: Period }
): Promise<Buffer> {
	demand(asker.user === null || seesRowsOf(asker, filing.institution));
	const { dataset, institution } = filingSubject(ledger, asker, filing);
	const known = prepared(
		ledger.db,
		'select dueOn from filing where dataset = ? and institution = ? and period = ?'
	)
		.pluck()
		.get(filing.dataset, filing.institution, filing.period) as string | null | undefined;
	return template(dataset, {
		institution,
		period: filing.period,
		demo: ledger.demo,
		dueOn: known ?? dueOn(dataset, filing.period, parametersOf(ledger))
	});
}
