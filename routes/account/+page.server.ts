import { accountOf } from '#lib/server/pages/account.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	title: '我的账号',
	account: accountOf(ledger(), locals.asker!),
	changed: url.searchParams.has('changed')
});
