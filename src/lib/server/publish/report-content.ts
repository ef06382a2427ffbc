import { isQuarter, type Period } from '#core/period.ts';
import { reportOf } from '#reports/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { contentOf, type Content } from './content.ts';
import { ledgerSource } from './ledger-source.ts';

/** A report of a period in numbers and words; throws `unknown report: …`, `not a quarter: …`, `not allowed: …`. */
export function reportContent(ledger: Ledger, asker: Asker, reportId: string, period: Period): Content {
	const report = reportOf(reportId);
	if (!may(asker, 'reports')) throw new RangeError(`not allowed: ${reportId}`);
	if (!isQuarter(period)) throw new RangeError(`not a quarter: ${period}`);
	return contentOf(report, ledgerSource(ledger, asker, period), period);
}
