import { ledger } from '#lib/server/ledger/open.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { heldLoans } from '#lib/server/pages/enterprise-loans.ts';
import { enterpriseOf } from '#lib/server/pages/roster.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	answering(() => ({
		enterprise: enterpriseOf(ledger(), locals.asker!, params.uscc),
		loans: heldLoans(ledger(), locals.asker!, params.uscc)
	}));
