import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { fileColumns, passportPage } from '#lib/server/observe/dashboards-passport.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const found = locals.asker && passportPage(ledger(), locals.asker, url.searchParams);
	if (!found) error(404, '没有这个数：指标或期间不存在');
	return { passport: found, fileColumns };
};
