import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { bondColumns } from '#lib/server/observe/dashboards-bonds.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	return answeringLater(async () => ({
		...(await askKept(open, 'bonds', asker, asked(open, url.searchParams))),
		columns: bondColumns
	}));
};
