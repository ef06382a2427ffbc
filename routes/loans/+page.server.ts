import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { loansPage } from '#lib/server/observe/dashboards-loans.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const open = ledger();
	const { searchParams: search } = url;
	return loansPage(open, locals.asker, asked(open, search), search.get('by'), search.get('institution'));
};
