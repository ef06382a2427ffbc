import { error, redirect } from '@sveltejs/kit';
import { may } from '#lib/server/access/rights.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { keptCockpit } from '#lib/server/observe/dashboards-cockpit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	if (!may(locals.asker, 'figures')) redirect(307, '/dictionary');
	if (locals.asker.role === 'institution') redirect(307, '/filings');
	const { asker } = locals;
	const open = ledger();
	return keptCockpit(open, asker, asked(open, url.searchParams));
};
