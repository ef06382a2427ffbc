import { download } from '#lib/server/access/headers.ts';
import { originalFile } from '#lib/server/intake/submit-view.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answering, numberIn } from '#lib/server/pages/answering.ts';
import type { RequestHandler } from './$types';

/** The file as it was filed, byte for byte; an invented one says so in the name it is saved under. */
export const GET: RequestHandler = ({ locals, params }) =>
	answering(() => {
		const { fileName, content } = originalFile(ledger(), locals.asker!, numberIn(params.id));
		return download(content, ledger().demo ? `演示数据_${fileName}` : fileName);
	});
