import { fail, redirect } from '@sveltejs/kit';
import { homeOf, returnPath } from '#lib/server/access/policy.ts';
import { limits } from '#lib/server/access/rate-limit.ts';
import { signIn } from '#lib/server/access/sessions.ts';
import { isOffered } from '#lib/server/access/sso.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { offeredAccounts } from '#lib/server/pages/demo-accounts.ts';
import { letIn, sayEnded, sayRefusal } from '#lib/server/pages/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = url.searchParams.get('next');
	if (locals.asker) redirect(303, returnPath(next) ?? homeOf(locals.asker));
	return {
		title: '登录',
		accounts: offeredAccounts(ledger()),
		ended: sayEnded(url.searchParams.get('ended')),
		sso: isOffered() ? `/login/sso${next ? `?next=${encodeURIComponent(next)}` : ''}` : null,
		refused: url.searchParams.has('sso') ? '统一身份认证没有通过，或您在本系统没有可用账号。' : null
	};
};

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event.request);
		const username = String(form.get('username') ?? '').slice(0, 64);
		const password = String(form.get('password') ?? '').slice(0, 256);
		const address = event.getClientAddress();
		const wait = limits.signIn.wait(address, Date.now());
		if (wait)
			return fail(429, { username, message: `尝试次数过多，请 ${Math.ceil(wait / 60)} 分钟后再试。` });
		const result = await signIn(ledger(), { username, password, address });
		if ('refused' in result) {
			limits.signIn.note(address, Date.now());
			return fail(400, { username, message: sayRefusal(result, ledger().now()) });
		}
		letIn(event, result, event.url.searchParams.get('next'));
	}
};
