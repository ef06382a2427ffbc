import { filerOf } from '#lib/server/access/rights.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { templateList } from '#lib/server/pages/templates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
	own: filerOf(locals.asker!) !== null,
	templates: templateList(ledger(), locals.asker!)
});
