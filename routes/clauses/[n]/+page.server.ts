import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { clausePage } from '#lib/server/observe/dashboards-clauses.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
	const { asker } = locals;
	const open = ledger();
	const month = asked(open, url.searchParams);
	const found =
		asker &&
		keptPage(open, asker, 'clause', [params.n, month], () => clausePage(open, asker, params.n, month));
	return found || error(404, '没有这一条：通知共十五条');
};
