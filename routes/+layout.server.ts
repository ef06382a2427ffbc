import { mayUnmask } from '#lib/server/access/masking.ts';
import { frame } from '#lib/server/observe/dashboards.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { asker }, url }) => ({
	...frame(ledger, asker, url.searchParams),
	...(asker && { unmasking: { may: mayUnmask(ledger(), asker), purpose: asker.purpose ?? null } })
});
