import { redirect } from '@sveltejs/kit';
import { changePassword } from '#lib/server/access/accounts.ts';
import { control } from '#lib/server/access/controls.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { acting } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
	title: '修改密码',
	forced: locals.session!.owed === 'password',
	shortest: control(ledger(), 'passwordLength'),
	recent: control(ledger(), 'passwordHistory')
});

export const actions: Actions = {
	default: (event) =>
		acting(event, async (form) => {
			const [current, next, again] = ['current', 'next', 'again'].map((name) =>
				String(form.get(name) ?? '').slice(0, 256)
			);
			if (next !== again) throw new Refused('两次输入的新密码不一致', 400);
			const { asker, hash } = event.locals.session!;
			await changePassword(ledger(), asker, { current: current!, next: next!, keep: hash });
			redirect(303, '/account?changed=1');
		})
};
