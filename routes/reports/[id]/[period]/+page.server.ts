import { error } from '@sveltejs/kit';
import { isQuarter } from '#core/period.ts';
import { reports } from '#reports/index.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { previewPage } from '#lib/server/publish/preview.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
	if (!locals.asker || !reports.has(params.id) || !isQuarter(params.period)) error(404, '没有这份报告');
	return previewPage(ledger(), locals.asker, params.id, params.period);
};
