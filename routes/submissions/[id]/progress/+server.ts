import { json } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { answering, numberIn } from '#lib/server/pages/answering.ts';
import { progressOf } from '#lib/server/pages/submission.ts';
import type { RequestHandler } from './$types';

/** How far checking has come, for the page that waits. */
export const GET: RequestHandler = ({ locals, params }) =>
	answering(() => json(progressOf(ledger(), locals.asker!, numberIn(params.id))));
