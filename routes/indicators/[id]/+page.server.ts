import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { answeringLater, nothing } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const found = await answeringLater(() =>
		askKept(open, 'indicator', asker, params.id, asked(open, url.searchParams), url.searchParams.get('by'))
	);
	return found || nothing('没有这个指标');
};
