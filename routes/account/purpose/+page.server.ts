import { redirect } from '@sveltejs/kit';
import { statePurpose } from '#lib/server/access/masking.ts';
import { homeOf, returnPath } from '#lib/server/access/policy.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	title: '查看企业明细',
	next: returnPath(url.searchParams.get('next')) ?? homeOf(locals.asker!)
});

export const actions: Actions = {
	default: (event) =>
		acting(event, (form) => {
			const { asker, hash } = event.locals.session!;
			const purpose = field(form, 'purpose', 200);
			if (purpose) demandProof(ledger(), asker);
			statePurpose(ledger(), asker, hash, purpose);
			redirect(303, returnPath(event.url.searchParams.get('next')) ?? homeOf(asker));
		})
};
