import { endOf, type DateText, type Period } from '#core/period.ts';
import { firstRosterMonth } from './certificates.ts';
import type { Enterprise } from './enterprises.ts';

/** Whether an enterprise is on the roster at a month's end; `filed` asks for what was filed by then. */
export function onRoster(enterprise: Enterprise, period: Period, filed?: 'filed'): boolean {
	const end = endOf(period);
	return enterprise.certificates.some(
		(row) =>
			row.validFrom <= end &&
			row.validTo >= end &&
			(!row.cutTo || row.cutTo >= end) &&
			(!filed || row.knownIn <= period)
	);
}

/** Whether an enterprise holds a label on a day, by what has been filed by the end of that month. */
export const isCertified = (enterprise: Enterprise, on: DateText): boolean =>
	enterprise.certificates.some(
		(row) =>
			row.validFrom <= on &&
			row.validTo >= on &&
			(!row.cutTo || row.cutTo >= on) &&
			(row.knownIn === firstRosterMonth || row.knownIn <= on.slice(0, 7))
	);
