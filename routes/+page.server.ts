import { error, redirect } from '@sveltejs/kit';
import { may } from '#lib/server/access/rights.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	if (!may(locals.asker, 'figures')) redirect(307, '/dictionary');
	if (locals.asker.role === 'institution') redirect(307, '/filings');
	const { asker } = locals;
	const open = ledger();
	return answeringLater(() => askKept(open, 'cockpit', asker, asked(open, url.searchParams)));
};
