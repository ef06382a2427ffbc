import { error } from '@sveltejs/kit';
import { isQuarter } from '#core/period.ts';
import { reports } from '#reports/index.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
	const { id, period } = params;
	if (!locals.asker || !reports.has(id) || !isQuarter(period)) error(404, '没有这份报告');
	const { asker } = locals;
	return answeringLater(() => askKept(ledger(), 'preview', asker, id, period));
};
