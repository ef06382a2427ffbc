import { download } from '#lib/server/access/headers.ts';
import { markedCopy } from '#lib/server/intake/marked-copy.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater, numberIn } from '#lib/server/pages/answering.ts';
import type { RequestHandler } from './$types';

/** The filer's own file, marked up. */
export const GET: RequestHandler = ({ locals, params }) =>
	answeringLater(async () => {
		const { content, fileName } = await markedCopy(ledger(), locals.asker!, numberIn(params.id));
		return download(content, fileName);
	});
