import { download } from '#lib/server/access/headers.ts';
import { dictionary } from '#lib/server/pages/dictionary.ts';

export const GET = (): Response => download(JSON.stringify(dictionary(), null, '\t'), '数据字典.json');
