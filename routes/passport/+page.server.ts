import { error } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { fileColumns } from '#lib/server/observe/dashboards-passport.ts';
import { answeringLater, nothing } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.asker) error(404);
	const { asker } = locals;
	try {
		const found = await answeringLater(() => askKept(ledger(), 'passport', asker, url.search));
		if (found) return { passport: found, fileColumns };
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
	}
	return nothing('没有这个数：指标、期间或细分不存在');
};
