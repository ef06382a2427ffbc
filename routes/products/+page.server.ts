import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { productsPage } from '#lib/server/observe/dashboards-products.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const { searchParams: search } = url;
	const month = asked(open, search);
	const choice = {
		bank: search.get('bank'),
		kind: search.get('kind'),
		compare: search
			.getAll('compare')
			.flatMap((text) => text.split(','))
			.filter(Boolean)
	};
	return keptPage(open, asker, 'products', [month, choice], () => productsPage(open, asker, month, choice));
};
