import { redirect } from '@sveltejs/kit';
import { signInVouched } from '#lib/server/access/sessions.ts';
import { finish } from '#lib/server/access/sso.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { letIn } from '#lib/server/pages/sign-in.ts';
import type { RequestHandler } from './$types';

/** Takes what 统一身份认证 says of somebody: who they are here, if anybody. */
export const GET: RequestHandler = async (event) => {
	const vouched = await finish(event.cookies, event.url);
	const result =
		vouched &&
		signInVouched(ledger(), {
			username: vouched.username,
			issuer: vouched.issuer,
			address: event.getClientAddress()
		});
	if (!result) redirect(303, '/login?sso=refused');
	letIn(event, result, vouched.next);
};
