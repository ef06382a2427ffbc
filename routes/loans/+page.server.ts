import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { loansPage } from '#lib/server/observe/dashboards-loans.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const { searchParams: search } = url;
	const month = asked(open, search);
	const [by, institution] = [search.get('by'), search.get('institution')];
	return keptPage(open, asker, 'loans', [month, by, institution], () =>
		loansPage(open, asker, month, by, institution)
	);
};
