import { exportMark } from '#lib/server/access/export-mark.ts';
import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { dictionaryMarkdown } from '#lib/server/pages/dictionary.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
	download(`${dictionaryMarkdown()}\n${exportMark(ledger(), locals.asker!)}\n`, '数据字典.md');
