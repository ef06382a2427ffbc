import { ledger } from '#lib/server/ledger/open.ts';
import { metrics } from '#lib/server/watch/metrics.ts';

/** For the operator's own monitoring. */
export const GET = (): Response =>
	new Response(metrics(ledger), { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
