import { json } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { answeringLater } from '#lib/server/pages/answering.ts';
import { askKept } from '#lib/server/readers/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { asker } }) =>
	answeringLater(async () => json(asker ? await askKept(ledger(), 'places', asker) : []));
