import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { indicatorList } from '#lib/server/observe/dashboards-indicators.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const open = ledger();
	const words = url.searchParams.get('q')?.slice(0, 100) ?? '';
	return indicatorList(open, locals.asker, asked(open, url.searchParams), words);
};
