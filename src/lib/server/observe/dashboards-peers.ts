import { format, notPublished } from '#core/number.ts';
import { add, compare, divide, rational, type Rational } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import type { TableRow } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Asked } from './dashboards.ts';
import { observe } from './observe.ts';

/** Fewer peers than this and nothing is shown of them. */
const fewest = 5;
/** How many neighbours in the list a shown value is the mean of; with one of them known, two others remain. */
const neighbours = 3;
/** Fewer peers than this and the quarters would share a neighbour with the middle, and so give single values away. */
export const fewestForQuarters = 13;

/**
 * The value below which `part` of a sorted list lies, as the mean of three neighbours: never one bank's own value, nor
 * one that is left over when the others and one's own are subtracted. `null` where there are too few.
 */
export function amongPeers(sorted: readonly Rational[], part: number): Rational | null {
	if (sorted.length < (part === 0.5 ? fewest : fewestForQuarters)) return null;
	const middle = Math.round((sorted.length - 1) * part);
	const taken = sorted.slice(middle - 1, middle + 2);
	return divide(taken.reduce(add), rational(neighbours));
}

/** 同业比较: an institution's own values beside the quarters of all others', none of them named. */
export function peerTable(ledger: Ledger, asker: Asker, asked: Asked, codes: readonly string[]) {
	const rows = codes.map((code): TableRow => {
		const indicator = indicatorOf(code);
		const all = observe(ledger, consoleAsker, {
			indicator: code,
			period: asked.period,
			scope: asked.scope,
			by: ['institution']
		}).filter((one) => one.exact);
		const own = all.find((one) => one.keys.institution === asker.institution);
		const values = all.flatMap((one) => (one.exact ? [one.exact] : [])).sort(compare);
		const shown = (part: number): string => {
			const value = amongPeers(values, part);
			return value ? format(value, indicator.unit) : notPublished;
		};
		const rank = own?.exact
			? values.filter((value) => compare(value, own.exact as Rational) > 0).length + 1
			: null;
		return {
			key: code,
			cells: {
				label: { text: indicator.label, href: `/indicators/${indicator.id}` },
				unit: unitOf(indicator.unit).label,
				own: own?.display ?? '—',
				low: shown(0.25),
				middle: shown(0.5),
				high: shown(0.75),
				rank: rank && values.length >= fewest ? `${rank}/${values.length}` : '—'
			}
		};
	});
	return {
		rows,
		note: `${notPublished} 表示不予公布：中位数至少${fewest}家，四分位数至少${fewestForQuarters}家；各为相邻${neighbours}家的平均，不列名称`
	};
}
