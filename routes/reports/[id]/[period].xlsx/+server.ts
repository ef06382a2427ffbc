import { error } from '@sveltejs/kit';
import { isQuarter } from '#core/period.ts';
import { reports } from '#reports/index.ts';
import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { reportFileName, workbook } from '#lib/server/publish/workbook.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	if (!locals.asker || !reports.has(params.id) || !isQuarter(params.period)) error(404, '没有这份报告');
	const body = await workbook(ledger(), locals.asker, params.id, params.period);
	return download(body, reportFileName(params.id, params.period));
};
