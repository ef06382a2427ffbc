import { institutionKinds } from '#codes/institution-kind.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { addInstitution, institutions } from '#lib/server/ledger/institutions.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	const all = institutions(ledger());
	return {
		institutions: all.map((one) => ({
			...one,
			kindLabel: institutionKinds.at.get(one.kind)?.label ?? one.kind
		})),
		kinds: institutionKinds.codes.map(({ code, label }) => ({ value: code, label })),
		chosen: all.find(({ id }) => id === url.searchParams.get('id')) ?? null
	};
};

export const actions: Actions = {
	default: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			const sort = field(form, 'sort', 6);
			const change = form.get('change') === 'yes';
			const { name } = addInstitution(
				ledger(),
				event.locals.asker!,
				{
					id: field(form, 'id', 20),
					uscc: field(form, 'uscc', 18),
					code14: field(form, 'code14', 14) || null,
					name: field(form, 'name', 200),
					shortName: field(form, 'shortName', 40),
					kind: field(form, 'kind', 20),
					peerGroup: field(form, 'peerGroup', 40) || null,
					from: field(form, 'from', 10),
					until: field(form, 'until', 10) || null,
					...(sort && { sort: Number(sort) })
				},
				{ change }
			);
			return `${name} 已${change ? '更改' : '登记'}。`;
		})
};
