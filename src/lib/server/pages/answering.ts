import { error } from '@sveltejs/kit';
import { Refused } from '#lib/server/ledger/scope.ts';

/** Runs a query for a page; what is refused becomes the page's answer with the same sentence. */
export function answering<T>(query: () => T): T {
	try {
		return query();
	} catch (cause) {
		if (cause instanceof Refused) error(cause.status, cause.message);
		throw cause;
	}
}

/** The same for a query that takes a while. */
export async function answeringLater<T>(query: () => Promise<T>): Promise<T> {
	try {
		return await query();
	} catch (cause) {
		if (cause instanceof Refused) error(cause.status, cause.message);
		throw cause;
	}
}

/** A number in an address; anything else is a page that does not exist. */
export function numberIn(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) error(404, '没有找到');
	return Number(text);
}
