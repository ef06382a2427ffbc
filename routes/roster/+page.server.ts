import { isDate } from '#core/period.ts';
import { districts } from '#codes/district.ts';
import { labels } from '#codes/label.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { lookUp, rosterCounts } from '#lib/server/pages/roster.ts';
import type { PageServerLoad } from './$types';

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
			districts: districts.codes.map(({ code, label: name }) => ({ value: code, label: name })),
			labels: labels.codes.map(({ code, label: name }) => ({ value: code, label: name })),
			counts: rosterCounts(ledger()),
			result: lookUp(ledger(), locals.asker!, { word, district, label, on })
		};
	});
