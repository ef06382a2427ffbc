import { isDate } from '#core/period.ts';
import { districts } from '#codes/district.ts';
import { labels } from '#codes/label.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { formOf } from '#lib/server/pages/acting.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { lookUp, lookUpAll, mostInBatch, rosterCounts } from '#lib/server/pages/roster.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	answering(() => {
		const word = url.searchParams.get('q') ?? '';
		const asked = (name: string): string => url.searchParams.get(name) ?? '';
		const district = districts.at.get(asked('district'))?.code ?? null;
		const label = labels.at.get(asked('label'))?.code ?? null;
		const on = isDate(asked('on')) ? asked('on') : null;
		return {
			word,
			district,
			label,
			on,
			mostInBatch,
			districts: districts.codes.map(({ code, label: name }) => ({ value: code, label: name })),
			labels: labels.codes.map(({ code, label: name }) => ({ value: code, label: name })),
			counts: rosterCounts(ledger()),
			result: lookUp(ledger(), locals.asker!, { word, district, label, on })
		};
	});

export const actions: Actions = {
	/** Looks a pasted list up. */
	batch: async ({ request, locals }) => {
		const pasted = String((await formOf(request)).get('list') ?? '');
		const lines = answering(() => lookUpAll(ledger(), locals.asker!, pasted, null));
		return {
			pasted,
			lines: lines.map(({ line, found }) => ({
				line,
				found: found.map(({ uscc, name, district, labels }) => ({ uscc, name, district, labels }))
			}))
		};
	}
};
