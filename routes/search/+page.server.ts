import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	return answeringLater(async () => ({
		asked: url.searchParams.get('q')?.slice(0, 100) ?? '',
		places: await askKept(ledger(), 'places', asker)
	}));
};
