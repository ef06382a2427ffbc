import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { clausePage } from '#lib/server/observe/dashboards-clauses.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
	const open = ledger();
	const found = locals.asker && clausePage(open, locals.asker, params.n, asked(open, url.searchParams));
	return found || error(404, '没有这一条：通知共十五条');
};
