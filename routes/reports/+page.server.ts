import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { reportList } from '#lib/server/publish/editions.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (!locals.asker) error(404);
	return { reports: reportList(ledger()) };
};
