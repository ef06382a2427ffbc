import { setControl } from '#lib/server/access/controls.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { controlList } from '#lib/server/pages/admin-policy.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	answering(() => ({ controls: controlList(ledger(), locals.asker!) }));

export const actions: Actions = {
	default: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			const id = field(form, 'id');
			const text = field(form, 'value', 10);
			setControl(ledger(), event.locals.asker!, id, /^\d+$/.test(text) ? Number(text) : Number.NaN);
			return '已保存，随即生效。';
		})
};
