import type { Asker } from '#lib/server/access/asker.ts';
import { filerOf, filesFor, may } from '#lib/server/access/rights.ts';

/** A refusal the asker may read: what they wanted is not theirs, or not possible now. */
export class Refused extends Error {
	/** The HTTP status a page answers with. */
	readonly status: number;
	constructor(message: string, status = 409) {
		super(message);
		this.status = status;
	}
}

/** Whether the asker may file for this institution: its own people, or the console. */
export const files = (asker: Asker, institution: string): boolean =>
	asker.user === null || filesFor(asker, institution);

/** The only institution whose filings the asker may see: `null` for all of them, `''` for none. */
export function onlyFilings(asker: Asker): string | null {
	if (asker.role === 'analyst' || asker.role === 'leader') return null;
	return may(asker, 'filings') ? (filerOf(asker) ?? '') : '';
}

/** Throws what a stranger gets: the same answer as for a thing that does not exist. */
export function demand(allowed: boolean, what = '没有找到'): asserts allowed {
	if (!allowed) throw new Refused(what, 404);
}
