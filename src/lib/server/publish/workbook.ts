import { faultPoint } from '#faults';
import type { Period } from '#core/period.ts';
import { exportMark } from '#lib/server/access/export-mark.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { makeWorkbook } from './make-workbook.ts';
import { reportContent } from './report-content.ts';

/** A report of a period as `.xlsx`. */
export async function workbook(
	ledger: Ledger,
	asker: Asker,
	reportId: string,
	period: Period
): Promise<Buffer> {
	const made = await makeWorkbook(reportContent(ledger, asker, reportId, period), exportMark(ledger, asker));
	faultPoint('report.made');
	return made;
}
