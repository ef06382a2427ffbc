import { json } from '@sveltejs/kit';
import { ledger } from '#lib/server/ledger/open.ts';
import { places } from '#lib/server/observe/dashboards-places.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => json(locals.asker ? places(ledger(), locals.asker) : []);
