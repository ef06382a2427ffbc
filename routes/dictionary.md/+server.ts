import { download } from '#lib/server/access/headers.ts';
import { dictionaryMarkdown } from '#lib/server/pages/dictionary.ts';

export const GET = (): Response => download(dictionaryMarkdown(), '数据字典.md');
