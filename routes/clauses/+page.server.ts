import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { clauseList } from '#lib/server/observe/dashboards-clauses.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const open = ledger();
	return clauseList(open, locals.asker, asked(open, url.searchParams));
};
