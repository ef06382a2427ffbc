import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { indicatorList } from '#lib/server/observe/dashboards-indicators.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const words = url.searchParams.get('q')?.slice(0, 100) ?? '';
	const month = asked(open, url.searchParams);
	return keptPage(open, asker, 'indicators', [month, words], () => indicatorList(open, asker, month, words));
};
