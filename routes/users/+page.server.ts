import { fail } from '@sveltejs/kit';
import { createUser, oneTimePassword, resetPassword, setDisabled } from '#lib/server/access/accounts.ts';
import type { Role } from '#lib/server/access/asker.ts';
import { institutions } from '#lib/server/ledger/institutions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { accountList, roleLabels } from '#lib/server/pages/account.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
	accounts: accountList(ledger(), locals.asker!),
	roles: Object.entries(roleLabels).map(([value, label]) => ({ value, label })),
	bodies: institutions(ledger()).map(({ id, shortName }) => ({ value: id, label: shortName }))
});

const field = (form: FormData, name: string): string =>
	String(form.get(name) ?? '')
		.trim()
		.slice(0, 100);

/** Runs one act on an account and says what came of it. */
async function act(event: RequestEvent, doing: (form: FormData) => Promise<string> | string) {
	const form = await event.request.formData();
	try {
		return { said: await doing(form) };
	} catch (cause) {
		if (!(cause instanceof Refused)) throw cause;
		return fail(cause.status, { message: cause.message });
	}
}

export const actions: Actions = {
	add: (event) =>
		act(event, async (form) => {
			const role = field(form, 'role');
			if (!(role in roleLabels)) throw new Refused('请选择角色', 400);
			const body = field(form, 'body') || null;
			const password = oneTimePassword();
			const { username } = await createUser(
				ledger(),
				{
					username: field(form, 'username'),
					name: field(form, 'name'),
					role: role as Role,
					institution: role === 'institution' ? body : null,
					unit: role === 'unit' || role === 'analyst' ? body : null,
					password,
					mustChange: true
				},
				event.locals.asker!
			);
			return `账号 ${username} 已建立，一次性密码 ${password}，只显示这一次，首次登录须更换。`;
		}),
	reset: (event) =>
		act(event, async (form) => {
			const username = field(form, 'username');
			const password = await resetPassword(ledger(), event.locals.asker!, username);
			return `${username} 的一次性密码 ${password}，只显示这一次；原有登录已失效，锁定已解除。`;
		}),
	disable: (event) =>
		act(event, (form) => {
			setDisabled(ledger(), event.locals.asker!, field(form, 'username'), true);
			return `账号 ${field(form, 'username')} 已停用，登录已失效。`;
		}),
	enable: (event) =>
		act(event, (form) => {
			setDisabled(ledger(), event.locals.asker!, field(form, 'username'), false);
			return `账号 ${field(form, 'username')} 已启用，锁定已解除。`;
		})
};
