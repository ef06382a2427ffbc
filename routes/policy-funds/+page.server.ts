import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { asked } from '#lib/server/observe/dashboards.ts';
import { scenarioOf } from '#lib/server/observe/dashboards-scenario.ts';
import { policyPage } from '#lib/server/observe/dashboards-policy.ts';
import { keptPage } from '#lib/server/observe/dashboards-kept.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	const open = ledger();
	const month = asked(open, url.searchParams);
	return {
		...keptPage(open, asker, 'policy', month, () => policyPage(open, asker, month)),
		scenario: scenarioOf(open, asker, month, url.searchParams)
	};
};
