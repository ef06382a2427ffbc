import type { Break, Indicator } from '#indicators/define.ts';
import { definitionBreaks } from '#lib/server/ledger/breaks.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { sinceChange } from '#lib/server/warehouse/generation.ts';

/** Where an indicator's numbers stop being comparable: breaks of its definition and of the datasets it rests on. */
export function breaksOf(ledger: Ledger, indicator: Indicator): readonly Break[] {
	const entered = sinceChange(ledger, 'breaks', () => definitionBreaks(ledger));
	if (!entered.length) return indicator.breaks;
	const ids = new Set([
		...indicator.datasets.map((dataset) => dataset.id),
		...(indicator.scoped ? ['roster'] : [])
	]);
	const own = entered.filter((one) => ids.has(one.dataset)).map(({ from, note }): Break => ({ from, note }));
	return own.length
		? [...indicator.breaks, ...own].sort((a, b) => (a.from < b.from ? -1 : 1))
		: indicator.breaks;
}
