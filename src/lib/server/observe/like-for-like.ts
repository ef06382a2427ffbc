import { lastMonth, type Period } from '#core/period.ts';
import { spanning } from '#formula/formula.ts';
import { missing, type Outcome } from '#formula/reason.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';
import { versionOf } from '../ledger/in-force.ts';
import { countedReturns, filersOf } from './coverage.ts';
import { Values } from './evaluate.ts';
import { basePeriod, grown } from './observe-change.ts';
import type { Ledger } from '../ledger/open.ts';

/** Results kept until something comes into force for either month. */
const kept = new WeakMap<Ledger, Map<string, Outcome>>();

/**
 * Growth on the comparable basis: only institutions that filed for both periods, and the later period's roster
 * applied to both. Read from the facts, since distinct counts cannot be taken apart from cells.
 */
export function likeForLike(
	values: Values,
	indicator: Indicator,
	kind: Comparison,
	period: Period,
	keys: readonly string[]
): Outcome {
	if (kind === 'yearToDate' && indicator.nature !== 'flow') return missing('not-comparable');
	const { ledger, question } = values;
	const base = basePeriod(period, kind);
	const [later, earlier] = [lastMonth(period), lastMonth(base)];
	const both = filersInBoth(ledger, indicator, later, earlier);
	if (!both.size) return missing('base-missing');
	const where = [...question.where].map(([dimension, of]) => `${dimension}=${of.join('+')}`).join(';');
	const versions = `${versionOf(ledger, later)} ${versionOf(ledger, earlier)}`;
	const key = [
		indicator.id,
		kind,
		period,
		keys.join(),
		question.by.join(),
		where,
		question.scope,
		question.only,
		versions
	].join('|');
	const cache = kept.get(ledger) ?? new Map<string, Outcome>();
	kept.set(ledger, cache);
	const known = cache.get(key);
	if (known) return known;

	const narrowed = new Values(ledger, { ...question, likeForLike: { filers: both, rosterOf: later } });
	const formula = kind === 'yearToDate' ? spanning(indicator.formula, 'yearToDate') : indicator.formula;
	const growth = grown(indicator, narrowed.value(formula, period, keys), narrowed.value(formula, base, keys));
	cache.set(key, growth);
	return growth;
}

/** Institutions whose returns of the indicator's first dataset are in force at both month-ends. */
function filersInBoth(
	ledger: Ledger,
	indicator: Indicator,
	later: Period,
	earlier: Period
): ReadonlySet<string> {
	const [first, ...rest] = countedReturns(indicator.datasets).map((dataset) => filersOf(ledger, dataset.id));
	const filed = [...(first?.get(later) ?? [])].filter((institution) => first?.get(earlier)?.has(institution));
	return new Set(
		filed.filter((one) =>
			rest.every((other) => !other.size || other.get(later)?.has(one) === other.get(earlier)?.has(one))
		)
	);
}
