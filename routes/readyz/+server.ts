import { readiness } from '#lib/server/pages/readiness.ts';
import { ledger } from '#lib/server/ledger/open.ts';

/** Ready: the ledger answers, can be written, and has room. */
export async function GET(): Promise<Response> {
	const { ready, ...said } = await readiness(ledger);
	return Response.json({ ready, ...said }, { status: ready ? 200 : 503 });
}
