import { format } from '#core/number.ts';
import { compare, type Rational } from '#core/rational.ts';
import { unitOf } from '#core/unit.ts';
import type { TableRow } from '#figures/show.ts';
import { indicatorOf } from '#indicators/index.ts';
import { consoleAsker, type Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import type { Asked } from './dashboards.ts';
import { observe } from './observe.ts';

/** Fewer peers than this and nothing is shown of them. */
const fewest = 5;

/** The value below which `part` of a sorted list lies, taken from the list itself. */
const quantile = (sorted: readonly Rational[], part: number): Rational | null =>
	sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * part) - 1))] ?? null;

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
		const shown = (value: Rational | null) => (values.length < fewest ? 'x' : format(value, indicator.unit));
		const rank = own?.exact
			? values.filter((value) => compare(value, own.exact as Rational) > 0).length + 1
			: null;
		return {
			key: code,
			cells: {
				label: { text: indicator.label, href: `/indicators/${indicator.id}` },
				unit: unitOf(indicator.unit).label,
				own: own?.display ?? '—',
				low: shown(quantile(values, 0.25)),
				middle: shown(quantile(values, 0.5)),
				high: shown(quantile(values, 0.75)),
				rank: rank && values.length >= fewest ? `${rank}/${values.length}` : '—'
			}
		};
	});
	return { rows, note: `x 表示报送机构不足${fewest}家，不予公布；同业只列分位数，不列名称` };
}
