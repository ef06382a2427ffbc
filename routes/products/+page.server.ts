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
	const { searchParams: search } = url;
	const choice = {
		bank: search.get('bank'),
		kind: search.get('kind'),
		compare: search
			.getAll('compare')
			.flatMap((text) => text.split(','))
			.filter(Boolean)
	};
	return answeringLater(() => askKept(open, 'products', asker, asked(open, search), choice));
};
