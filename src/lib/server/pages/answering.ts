import { error } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { Refused } from '#lib/server/ledger/scope.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';

/** Answers a page with what was refused, and leaves word of it for the trail. */
function refuse(cause: Refused): never {
	if (cause.status === 403 || cause.status === 404) getRequestEvent().locals.refused = true;
	error(cause.status, cause.message);
}

/** Runs a query for a page; what is refused becomes the page's answer with the same sentence. */
export function answering<T>(query: () => T): T {
	try {
		return query();
	} catch (cause) {
		const refused = refusalIn(cause);
		if (refused) refuse(refused);
		throw cause;
	}
}

/** The same for a query that takes a while. */
export async function answeringLater<T>(query: () => Promise<T>): Promise<T> {
	try {
		return await query();
	} catch (cause) {
		const refused = refusalIn(cause);
		if (refused) refuse(refused);
		throw cause;
	}
}

/** There is nothing at this address for whoever asks; that they asked goes into the trail. */
export const nothing = (message: string): never => refuse(new Refused(message, 404));

/** The page of a list that an address asks for; the first where it asks for none there could be. */
export function pageIn(search: URLSearchParams): number {
	const asked = Number(search.get('page'));
	return Number.isInteger(asked) && asked >= 1 && asked <= 1_000_000 ? asked : 1;
}

/** A number in an address; anything else is a page that does not exist. */
export function numberIn(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) refuse(new Refused('没有找到', 404));
	return Number(text);
}
