import { demandProof } from '#lib/server/access/proof.ts';
import { recordBreak } from '#lib/server/ledger/breaks.ts';
import { ledger } from '#lib/server/ledger/open.ts';
import { setParameter } from '#lib/server/ledger/parameters.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { datasets } from '#datasets/index.ts';
import { acting, field } from '#lib/server/pages/acting.ts';
import { answering } from '#lib/server/pages/answering.ts';
import { parametersPage } from '#lib/server/pages/parameters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const page = answering(() => parametersPage(ledger(), locals.asker!));
	const id = url.searchParams.get('id');
	return { ...page, chosen: page.parameters.find((one) => one.id === id) ?? null };
};

export const actions: Actions = {
	set: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			const [key, until] = [field(form, 'key', 40), field(form, 'until', 10)];
			setParameter(ledger(), event.locals.asker!, {
				id: field(form, 'id', 40),
				from: field(form, 'from', 10),
				value: field(form, 'value', 24),
				...(key && { key }),
				...(until && { until })
			});
			return '已录入，自生效日起适用；受影响的指标随即重新汇总。';
		}),
	break: (event) =>
		acting(event, (form) => {
			demandProof(ledger(), event.locals.asker!);
			const dataset = field(form, 'dataset', 40);
			if (!datasets.has(dataset)) throw new Refused('请选择报表', 400);
			recordBreak(ledger(), event.locals.asker!, {
				dataset,
				from: field(form, 'from', 7),
				note: field(form, 'note', 200)
			});
			return '已录入，跨越该月的同比、环比不再计算，可比口径不受影响。';
		})
};
