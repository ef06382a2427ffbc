import { exportMark } from '#lib/server/access/export-mark.ts';
import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { dictionary } from '#lib/server/pages/dictionary.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
	download(
		JSON.stringify({ exported: exportMark(ledger(), locals.asker!), ...dictionary() }, null, '\t'),
		'数据字典.json'
	);
