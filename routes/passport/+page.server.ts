import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { fileColumns, passportPage } from '#lib/server/observe/dashboards-passport.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	try {
		const found = locals.asker && passportPage(ledger(), locals.asker, url.searchParams);
		if (found) return { passport: found, fileColumns };
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
	}
	error(404, '没有这个数：指标、期间或细分不存在');
};
