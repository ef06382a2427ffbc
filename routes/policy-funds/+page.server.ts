import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { planIn } from '#lib/server/observe/dashboards-scenario.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const month = asked(open, url.searchParams);
	return answeringLater(async () => {
		const [page, scenario] = await Promise.all([
			askKept(open, 'policy', asker, month),
			askKept(open, 'scenario', asker, month, planIn(url.searchParams))
		]);
		return { ...page, scenario };
	});
};
