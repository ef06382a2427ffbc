import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { productsPage } from '#lib/server/observe/dashboards-products.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const open = ledger();
	const { searchParams: search } = url;
	return productsPage(open, locals.asker, asked(open, search), {
		bank: search.get('bank'),
		kind: search.get('kind'),
		compare: search
			.getAll('compare')
			.flatMap((text) => text.split(','))
			.filter(Boolean)
	});
};
