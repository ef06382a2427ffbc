import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater, numberIn } from '#lib/server/pages/answering.ts';
import { askFile } from '#lib/server/readers/index.ts';
import type { RequestHandler } from './$types';

/** The filer's own file, marked up; beside the server, since a file from outside may be made to be slow. */
export const GET: RequestHandler = ({ locals, params }) =>
	answeringLater(async () => {
		const { content, fileName } = await askFile(ledger(), 'markedCopy', locals.asker!, numberIn(params.id));
		return download(content, fileName);
	});
