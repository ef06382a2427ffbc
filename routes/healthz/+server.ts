/** Alive: the process answers, whatever the ledger does. */
export const GET = (): Response => new Response('ok', { headers: { 'Content-Type': 'text/plain' } });
