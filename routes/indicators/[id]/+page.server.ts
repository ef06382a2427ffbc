import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { indicatorPage } from '#lib/server/observe/dashboards-indicators.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
	const open = ledger();
	const by = url.searchParams.get('by');
	const found =
		locals.asker && indicatorPage(open, locals.asker, params.id, asked(open, url.searchParams), by);
	return found || error(404, '没有这个指标');
};
