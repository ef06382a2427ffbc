import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { places } from '#lib/server/observe/dashboards-places.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	return { asked: url.searchParams.get('q')?.slice(0, 100) ?? '', places: places(ledger(), locals.asker) };
};
