import { ledger } from '#lib/server/ledger/open.ts';
import { answering, numberIn } from '#lib/server/pages/answering.ts';
import { receiptOf } from '#lib/server/pages/submission.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	answering(() => ({ receipt: receiptOf(ledger(), locals.asker!, numberIn(params.id)) }));
