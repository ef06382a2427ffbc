import { lastMonth, type Period } from '#core/period.ts';
import { spanning } from '#formula/formula.ts';
import { missing, type Outcome } from '#formula/reason.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';
import { versionOf } from '../ledger/in-force.ts';
import { countedReturns, filersOf, monthsCounted } from './coverage.ts';
import { Values } from './evaluate.ts';
import type { Dataset } from '#datasets/define.ts';
import { takesInYear } from './observe-keys.ts';
import { basePeriod, grown } from './observe-change.ts';
import type { Ledger } from '../ledger/open.ts';

/** Results kept until something comes into force for any month of either period; the oldest go first. */
const mostKept = 2_000;
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
	const wholeYear = kind === 'yearToDate' || takesInYear(indicator);
	const months = (at: Period) => (dataset: Dataset) => monthsCounted(ledger, dataset, at, wholeYear);
	const both = filersInBoth(ledger, indicator, months(period), months(base));
	if (!both.size) return missing('base-missing');
	const where = [...question.where].map(([dimension, of]) => `${dimension}=${of.join('+')}`).join(';');
	const spanned = indicator.datasets.flatMap((one) => [...months(period)(one), ...months(base)(one)]);
	const versions = [...new Set([later, earlier, ...spanned])].map((month) => versionOf(ledger, month)).join();
	const key = [
		indicator.id,
		kind,
		period,
		keys.join(),
		question.by.join(),
		where,
		question.scope,
		question.only,
		question.withholds,
		versions
	].join('|');
	const cache = kept.get(ledger) ?? new Map<string, Outcome>();
	kept.set(ledger, cache);
	const known = cache.get(key);
	if (known) return known;

	const narrowed = new Values(ledger, { ...question, likeForLike: { filers: both, rosterOf: later } });
	const formula = kind === 'yearToDate' ? spanning(indicator.formula, 'yearToDate') : indicator.formula;
	const growth = grown(indicator, narrowed.value(formula, period, keys), narrowed.value(formula, base, keys));
	if (cache.size >= mostKept) cache.delete(cache.keys().next().value!);
	cache.set(key, growth);
	return growth;
}

/**
 * Institutions whose returns of the indicator's first dataset are in force for every month of both periods; of each
 * other dataset they must have filed all months of both or of neither.
 */
function filersInBoth(
	ledger: Ledger,
	indicator: Indicator,
	later: (dataset: Dataset) => readonly Period[],
	earlier: (dataset: Dataset) => readonly Period[]
): ReadonlySet<string> {
	const [first, ...rest] = countedReturns(indicator.datasets);
	if (!first) return new Set();
	const whole = (dataset: Dataset, months: readonly Period[], one: string): boolean => {
		const filers = filersOf(ledger, dataset.id);
		return months.length > 0 && months.every((month) => filers.get(month)?.has(one));
	};
	const candidates = filersOf(ledger, first.id).get(later(first).at(-1) ?? '') ?? [];
	return new Set(
		[...candidates].filter(
			(one) =>
				whole(first, later(first), one) &&
				whole(first, earlier(first), one) &&
				rest.every((other) => whole(other, later(other), one) === whole(other, earlier(other), one))
		)
	);
}
