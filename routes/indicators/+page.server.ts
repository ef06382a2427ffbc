import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const words = url.searchParams.get('q')?.slice(0, 100) ?? '';
	return answeringLater(() => askKept(open, 'indicators', asker, asked(open, url.searchParams), words));
};
