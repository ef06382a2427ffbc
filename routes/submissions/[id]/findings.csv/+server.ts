import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answering, numberIn } from '#lib/server/pages/answering.ts';
import { findingsCsv } from '#lib/server/pages/findings-csv.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
	answering(() => {
		const { content, fileName } = findingsCsv(ledger(), locals.asker!, numberIn(params.id));
		return download(content, fileName);
	});
