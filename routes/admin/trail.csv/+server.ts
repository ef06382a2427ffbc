import { download } from '#lib/server/access/headers.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { trailCsv, trailQuery } from '#lib/server/pages/admin-trail.ts';
import type { RequestHandler } from './$types';

/** The entries searched for, as a file. */
export const GET: RequestHandler = ({ locals, url }) =>
	download(trailCsv(ledger(), locals.asker!, trailQuery(url.searchParams)), '审计记录.csv');
