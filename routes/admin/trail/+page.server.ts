import { ledger } from '#lib/server/ledger/open.ts';
import { acting } from '#lib/server/pages/acting.ts';
import { trailPage, trailQuery, verifiedTrail } from '#lib/server/pages/admin-trail.ts';
import { answering } from '#lib/server/pages/answering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	answering(() => trailPage(ledger(), locals.asker!, trailQuery(url.searchParams)));

export const actions: Actions = {
	verify: (event) => acting(event, () => verifiedTrail(ledger(), event.locals.asker!))
};
