import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { indicatorPage } from '#lib/server/observe/dashboards-indicators.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
	const { asker } = locals;
	const open = ledger();
	const by = url.searchParams.get('by');
	const month = asked(open, url.searchParams);
	const found =
		asker &&
		keptPage(open, asker, 'indicator', [params.id, month, by], () =>
			indicatorPage(open, asker, params.id, month, by)
		);
	return found || error(404, '没有这个指标');
};
