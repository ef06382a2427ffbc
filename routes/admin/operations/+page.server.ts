import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { beginChore, operationsPage } from '#lib/server/pages/admin-operations.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	answeringLater(() => operationsPage(ledger(), locals.asker!));

export const actions: Actions = {
	default: (event) => acting(event, (form) => beginChore(ledger(), event.locals.asker!, field(form, 'chore')))
};
