import { placesOf } from '#lib/components/navigation.ts';
import { isCleared } from '#lib/server/access/clearance.ts';
import { mayUnmask } from '#lib/server/access/masking.ts';
import { verdict } from '#lib/server/access/policy.ts';
import { frame } from '#lib/server/observe/dashboards.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { asker }, url }) => {
	const known = frame(ledger, asker, url.searchParams);
	if (!asker) return { ...known, places: [] };
	const cleared = isCleared(ledger(), asker, 'city');
	return {
		...known,
		places: (placesOf[asker.role] ?? []).filter(({ href }) => verdict(href, asker, cleared) === 'allowed'),
		unmasking: { may: mayUnmask(ledger(), asker), purpose: asker.purpose ?? null }
	};
};
