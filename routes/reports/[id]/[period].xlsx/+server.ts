import { error } from '@sveltejs/kit';
import { isQuarter } from '#core/period.ts';
import { reports } from '#reports/index.ts';
import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { reportFileName } from '#lib/server/publish/file-name.ts';
import { askFile } from '#lib/server/readers/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { id, period } = params;
	if (!locals.asker || !reports.has(id) || !isQuarter(period)) error(404, '没有这份报告');
	const { asker } = locals;
	const body = await answeringLater(() => askFile(ledger(), 'workbook', asker, id, period));
	return download(body, reportFileName(id, period));
};
