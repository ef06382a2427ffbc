import { redirect } from '@sveltejs/kit';
import { homeOf, returnPath } from '#lib/server/access/policy.ts';
import { prove } from '#lib/server/access/proof.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { keptById } from '#lib/server/access/accounts.ts';
import { acting } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	title: '验证身份',
	second: keptById(ledger(), locals.asker!.user)?.secondSince !== null,
	back: returnPath(url.searchParams.get('next')) ?? homeOf(locals.asker!)
});

export const actions: Actions = {
	default: (event) =>
		acting(event, async (form) => {
			const { asker, hash } = event.locals.session!;
			const right = await prove(ledger(), asker, hash, String(form.get('proof') ?? '').slice(0, 256));
			if (!right) throw new Refused('不对，请重新输入', 400);
			redirect(303, returnPath(event.url.searchParams.get('next')) ?? homeOf(asker));
		})
};
