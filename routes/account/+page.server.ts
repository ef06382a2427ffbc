import { ledger } from '#lib/server/ledger/open.ts';
import { renewRecoveryCodes } from '#lib/server/access/second.ts';
import { demandProof } from '#lib/server/access/proof.ts';
import { accountOf } from '#lib/server/pages/account.ts';
import { acting } from '#lib/server/pages/acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	title: '我的账号',
	account: accountOf(ledger(), locals.asker!, locals.session!.hash),
	changed: url.searchParams.has('changed')
});

export const actions: Actions = {
	codes: (event) =>
		acting(event, () => {
			demandProof(ledger(), event.locals.asker!);
			return { codes: renewRecoveryCodes(ledger(), event.locals.asker!) };
		})
};
