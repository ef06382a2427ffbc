import { frame } from '#lib/server/observe/dashboards.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => frame(ledger, locals.asker, url.searchParams);
