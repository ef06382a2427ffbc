import { ledger } from '#lib/server/ledger/open.ts';
import type { ChangeKind } from '#lib/server/intake/versions.ts';
import { answering, numberIn, pageIn } from '#lib/server/pages/answering.ts';
import { differenceView } from '#lib/server/pages/difference.ts';
import type { PageServerLoad } from './$types';

const kinds: readonly ChangeKind[] = ['changed', 'added', 'removed'];

export const load: PageServerLoad = ({ locals, params, url }) =>
	answering(() => ({
		difference: differenceView(ledger(), locals.asker!, numberIn(params.id), {
			with: Number(url.searchParams.get('with')) || null,
			kind: kinds.find((kind) => kind === url.searchParams.get('kind')) ?? null,
			page: pageIn(url.searchParams)
		})
	}));
