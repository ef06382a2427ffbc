import { fail, redirect } from '@sveltejs/kit';
import { changePassword } from '#lib/server/access/accounts.ts';
import { readToken } from '#lib/server/access/cookies.ts';
import { shortestPassword } from '#lib/server/access/password.ts';
import { sessionOf } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import type { Actions, PageServerLoad } from './$types';

const session = (event: Parameters<PageServerLoad>[0] | Parameters<NonNullable<Actions['default']>>[0]) =>
	sessionOf(ledger(), readToken(event.cookies, event.url))!;

export const load: PageServerLoad = (event) => ({
	title: '修改密码',
	forced: session(event).mustChange,
	shortest: shortestPassword
});

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const [current, next, again] = ['current', 'next', 'again'].map((name) =>
			String(form.get(name) ?? '').slice(0, 256)
		);
		if (next !== again) return fail(400, { message: '两次输入的新密码不一致' });
		const { asker, hash } = session(event);
		try {
			await changePassword(ledger(), asker, { current: current!, next: next!, keep: hash });
		} catch (cause) {
			if (!(cause instanceof Refused)) throw cause;
			return fail(cause.status, { message: cause.message });
		}
		redirect(303, '/account?changed=1');
	}
};
