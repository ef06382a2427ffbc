import { isQuarter, type Period } from '#core/period.ts';
import { reportOf } from '#reports/index.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { may } from '#lib/server/access/rights.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { contentOf, type Content } from './content.ts';
import { ledgerSource } from './ledger-source.ts';
import { makeWorkbook } from './make-workbook.ts';

/** A report of a period in numbers and words; throws `unknown report: …`, `not a quarter: …`, `not allowed: …`. */
export function reportContent(ledger: Ledger, asker: Asker, reportId: string, period: Period): Content {
	const report = reportOf(reportId);
	if (!may(asker, 'reports')) throw new RangeError(`not allowed: ${reportId}`);
	if (!isQuarter(period)) throw new RangeError(`not a quarter: ${period}`);
	return contentOf(report, ledgerSource(ledger, asker, period), period);
}

/** A report of a period as `.xlsx`. */
export const workbook = (ledger: Ledger, asker: Asker, reportId: string, period: Period): Promise<Buffer> =>
	makeWorkbook(reportContent(ledger, asker, reportId, period));

/** The name a report is saved under: 季度监测报告_2026Q3.xlsx. */
export const reportFileName = (reportId: string, period: Period): string =>
	`${reportOf(reportId).label}_${period}.xlsx`;
