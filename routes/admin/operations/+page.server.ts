import { ledger } from '#lib/server/ledger/open.ts';
import { operationsPage } from '#lib/server/pages/admin-operations.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	answeringLater(() => operationsPage(ledger(), locals.asker!));
