import { error } from '@sveltejs/kit';
import { attachment } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { figureParams } from '#lib/server/observe/dashboards.ts';
import { isFigure } from '#lib/server/observe/figure.ts';
import { figureFile, isFigureFormat } from '#lib/server/observe/figure-file.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	if (!locals.asker || !isFigure(params.id) || !isFigureFormat(params.ext)) error(404, '没有这张图');
	const open = ledger();
	const narrowed = figureParams(open, url.searchParams);
	const file = await figureFile(open, locals.asker, params.id, params.ext, narrowed).catch(
		(cause: unknown) => {
			if (cause instanceof RangeError) error(404, '这张图不能这样细分');
			throw cause;
		}
	);
	return new Response(file.body as BodyInit, {
		headers: { 'Content-Type': file.type, 'Content-Disposition': attachment(file.name) }
	});
};
