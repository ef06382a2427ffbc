import { error } from '@sveltejs/kit';
import { attachment } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { figureParams } from '#lib/server/observe/dashboards.ts';
import { isFigure } from '#lib/server/observe/figure.ts';
import { isFigureFormat } from '#lib/server/observe/figure-format.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askFile } from '#lib/server/readers/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { id, ext } = params;
	if (!locals.asker || !isFigure(id) || !isFigureFormat(ext)) error(404, '没有这张图');
	const { asker } = locals;
	const open = ledger();
	const file = await answeringLater(() =>
		askFile(open, 'figureFile', asker, id, ext, figureParams(open, url.searchParams)).catch(
			(cause: unknown) => {
				if (cause instanceof RangeError) error(404, '这张图不能这样细分');
				throw cause;
			}
		)
	);
	return new Response(file.body as BodyInit, {
		headers: { 'Content-Type': file.type, 'Content-Disposition': attachment(file.name) }
	});
};
