import { error, fail } from '@sveltejs/kit';
import { roleLabels } from '#lib/server/access/asker.ts';
import { control } from '#lib/server/access/controls.ts';
import { linkOf, useLink } from '#lib/server/access/links.ts';
import { limits } from '#lib/server/access/rate-limit.ts';
import { signInByLink } from '#lib/server/access/sessions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { refusalIn } from '#lib/server/ledger/trouble.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { letIn } from '#lib/server/pages/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

const gone = '链接已失效或已用过，请向发给您链接的管理员另要一个';

export const load: PageServerLoad = ({ params }) => {
	const link = linkOf(ledger(), params.token);
	if (!link) error(404, gone);
	return {
		title: '设置密码',
		first: link.role && roleLabels[link.role],
		username: link.user?.username ?? null,
		shortest: control(ledger(), 'passwordLength')
	};
};

const field = (form: FormData, name: string, longest: number): string =>
	String(form.get(name) ?? '').slice(0, longest);

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event.request);
		const address = event.getClientAddress();
		const wait = limits.signIn.wait(address, Date.now());
		if (wait)
			return fail(429, {
				username: '',
				name: '',
				message: `尝试次数过多，请 ${Math.ceil(wait / 60)} 分钟后再试。`
			});
		limits.signIn.note(address, Date.now());
		const given = { username: field(form, 'username', 40).trim(), name: field(form, 'name', 40).trim() };
		if (field(form, 'next', 256) !== field(form, 'again', 256))
			return fail(400, { ...given, message: '两次输入的密码不一致' });
		try {
			const user = await useLink(ledger(), event.params.token, {
				...given,
				password: field(form, 'next', 256)
			});
			letIn(event, signInByLink(ledger(), user, address), null);
		} catch (cause) {
			const refused = refusalIn(cause);
			if (!refused) throw cause;
			return fail(refused.status, { ...given, message: refused.message });
		}
	}
};
