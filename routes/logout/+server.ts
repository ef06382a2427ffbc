import { redirect } from '@sveltejs/kit';
import { clearToken, readToken } from '#lib/server/access/cookies.ts';
import { signOut } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import type { RequestHandler } from './$types';

/** Ends the session on the server, then in the browser. */
export const POST: RequestHandler = ({ cookies, url }) => {
	const token = readToken(cookies, url);
	if (token) signOut(ledger(), token);
	clearToken(cookies, url);
	redirect(303, '/login');
};
