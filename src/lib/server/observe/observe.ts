import { endOf, lastMonth, periodsBetween, yearEarlier, yearEndBefore, type Period } from '#core/period.ts';
import { decimalsOf, format, plainValue, plotted } from '#core/number.ts';
import { subtract, type Rational } from '#core/rational.ts';
import { unitOf, type UnitId } from '#core/unit.ts';
import { isDimension, type DimensionId } from '#formula/dimensions.ts';
import { readings } from '#formula/evaluate.ts';
import { spanning, type Formula } from '#formula/formula.ts';
import { bindingOf } from '#formula/keys.ts';
import { isMissing, missing, signOf, type Outcome } from '#formula/reason.ts';
import { indicatorOf } from '#indicators/index.ts';
import { comparisonLabels, type Break, type Comparison, type Indicator } from '#indicators/define.ts';
import { isCleared } from '../access/clearance.ts';
import { seesIndicator, seesSmallCells } from '../access/rights.ts';
import type { Asker } from '../access/asker.ts';
import { versionOf } from '../ledger/in-force.ts';
import { parametersOf } from '../ledger/parameters.ts';
import type { Ledger } from '../ledger/open.ts';
import { inOneState, sinceChange } from '../warehouse/generation.ts';
import { breaksOf } from './breaks.ts';
import { completenessOf } from './coverage.ts';
import { Values, type Question } from './evaluate.ts';
import { asBase, basePeriod, changeUnit, grown, isDifference } from './observe-change.ts';
import {
	countsByFiler,
	orderOf,
	refuseUnknownKeys,
	shownKeys,
	sortedKeys,
	takesInYear
} from './observe-keys.ts';
import { likeForLike } from './like-for-like.ts';
import type { Compared, Observation, ObserveQuery, Quantity } from './types.ts';

export { orderOf } from './observe-keys.ts';

/** A value with how it prints; without one, why. */
export function quantity(outcome: Outcome, unit: UnitId, threshold?: Rational | null): Quantity {
	const { label } = unitOf(unit);
	if (isMissing(outcome))
		return {
			value: null,
			display: signOf(outcome.missing),
			unit: label,
			plot: null,
			reason: outcome.missing,
			exact: null
		};
	const decimals = decimalsOf(outcome, unit, threshold ? { threshold } : {});
	return {
		value: plainValue(outcome, unit),
		display: format(outcome, unit, { decimals }),
		unit: label,
		plot: plotted(outcome, unit),
		exact: outcome
	};
}

/** The number a value is measured against on a period's last day; `null` without one. */
export const targetOf = (ledger: Ledger, indicator: Indicator, period: Period): Rational | null =>
	indicator.target?.star
		? sinceChange(ledger, 'parameters', () => parametersOf(ledger))(indicator.target.parameter, endOf(period))
		: null;

/** What a query asks of every leaf, with what the asker may see. Throws `unknown dimension: …`. */
export function questionOf(indicator: Indicator, query: ObserveQuery, asker: Asker): Question {
	const dimension = (name: string): DimensionId => {
		if (!isDimension(name)) throw new RangeError(`unknown dimension: ${indicator.id} ${name}`);
		return name;
	};
	const where = new Map(
		Object.entries(query.where ?? {}).map(([name, keys]) => [
			dimension(name),
			typeof keys === 'string' ? [keys] : [...keys]
		])
	);
	const only = asker.role === 'institution' ? (asker.institution ?? '') : null;
	const by = (query.by ?? []).map(dimension);
	for (const { leaf, overall } of readings(indicator.formula, query.period ?? indicator.from))
		if (!overall) for (const one of by) bindingOf(leaf.source, one);
	return {
		by,
		where,
		scope: query.scope ?? 'beijing',
		only,
		withholds: !seesSmallCells(asker),
		...(query.asOf !== undefined && { asOf: query.asOf })
	};
}

/** What was asked for under each dimension: one key, or several any of which will do. */
type Place = Readonly<Record<string, string | readonly string[]>>;

/** Whether a changed definition lies between two periods for this place. */
function crossesBreak(breaks: readonly Break[], base: Period, period: Period, place: Place): boolean {
	const [from, to] = [lastMonth(base), lastMonth(period)];
	return breaks.some(
		(one) =>
			one.from > from &&
			one.from <= to &&
			Object.entries(one.where ?? {}).every(([dimension, values]) =>
				[place[dimension] ?? []].flat().some((key) => values!.includes(key))
			)
	);
}

/** The earliest month a formula reads: that of the base where growth is what it states. */
const earliest = (formula: Formula, period: Period): Period =>
	readings(formula, period).reduce((found, one) => {
		const month = lastMonth(one.period);
		return month < found ? month : found;
	}, lastMonth(period));

/** A formula's value at a period; none where it sets months side by side between which the definition changed. */
function valueAt(
	values: Values,
	indicator: Indicator,
	formula: Formula,
	period: Period,
	{ keys, place, breaks }: Placed
): Outcome {
	const broken = breaks.length > 0 && crossesBreak(breaks, earliest(formula, period), period, place);
	return broken ? missing('break-in-definition') : values.value(formula, period, keys);
}

interface Placed {
	readonly period: Period;
	readonly keys: readonly string[];
	readonly place: Place;
	readonly breaks: readonly Break[];
}

/** The two values a comparison sets side by side. 累计同比 compares January to date; of a stock, what was added since the year began. */
function sides(
	values: Values,
	indicator: Indicator,
	kind: Comparison,
	placed: Placed
): { value: Outcome; base: Outcome } {
	const { formula, nature } = indicator;
	const { period } = placed;
	const at = (one: Formula, when: Period): Outcome => valueAt(values, indicator, one, when, placed);
	if (kind !== 'yearToDate')
		return { value: at(formula, period), base: at(formula, basePeriod(period, kind)) };
	if (nature === 'flow') {
		const cumulated = spanning(formula, 'yearToDate');
		return { value: at(cumulated, period), base: at(cumulated, yearEarlier(period)) };
	}
	const added = (when: Period): Outcome => {
		if (crossesBreak(placed.breaks, yearEndBefore(when), when, placed.place))
			return missing('break-in-definition');
		const [now, before] = [at(formula, when), at(formula, yearEndBefore(when))];
		return isMissing(now) ? now : isMissing(before) ? asBase(before) : subtract(now, before);
	};
	return { value: added(period), base: added(yearEarlier(period)) };
}

function compared(
	values: Values,
	indicator: Indicator,
	kind: Comparison,
	placed: Placed,
	query: ObserveQuery
): Compared {
	const base = basePeriod(placed.period, kind);
	const unit = changeUnit(indicator);
	// What a stock added since the year began starts from the year-end before.
	const since = kind === 'yearToDate' && indicator.nature !== 'flow' ? yearEndBefore(base) : base;
	const broken = crossesBreak(placed.breaks, since, placed.period, placed.place);
	const refused = broken
		? missing('break-in-definition')
		: base < indicator.from
			? missing('not-in-effect')
			: null;
	const pair = sides(values, indicator, kind, placed);
	const known = !isMissing(pair.value) && !isMissing(pair.base);
	const growth = refused ?? grown(indicator, pair.value, pair.base);
	const gap = refused ?? (known ? subtract(pair.value as Rational, pair.base as Rational) : growth);
	const raw = quantity(growth, unit);
	const comparable =
		query.likeForLike && (broken || !refused) && query.asOf === undefined
			? likeForLike(values, indicator, kind, placed.period, placed.keys)
			: null;
	return {
		kind,
		...raw,
		base: quantity(pair.base, indicator.unit),
		basePeriod: base,
		difference: quantity(gap, isDifference(indicator) ? unit : indicator.unit),
		...(comparable && { likeForLike: quantity(comparable, unit) })
	};
}

/** The comparisons an indicator allows; of a flow added up over the year 同比 is 累计同比 and may be asked for as that. */
const comparisonsOf = (indicator: Indicator): readonly Comparison[] => {
	const { comparisons, nature } = indicator;
	const cumulated = nature === 'flow' && takesInYear(indicator) && comparisons.includes('yearOnYear');
	return cumulated && !comparisons.includes('yearToDate') ? [...comparisons, 'yearToDate'] : comparisons;
};

/** The periods a query covers, in order. */
export function periodsOf(query: ObserveQuery): Period[] {
	if (query.period !== undefined) return [query.period];
	if (query.from === undefined || query.to === undefined) throw new RangeError('missing period');
	return periodsBetween(query.from, query.to);
}

/** Periods and their comparison bases: everything the question's cells must cover. */
const needed = (periods: readonly Period[], compare: Comparison | undefined): Period[] =>
	periods.flatMap((period) => {
		if (!compare) return [period];
		const base = basePeriod(period, compare);
		return compare === 'yearToDate'
			? [period, base, yearEndBefore(period), yearEndBefore(base)]
			: [period, base];
	});

/**
 * Values of an indicator: one per period and combination of keys, in official order, each with how complete the
 * returns behind it are. Institutions' people get their own institution's values and nothing else; who may not see an
 * indicator, or not by institution, gets nothing.
 */
export const observe = (ledger: Ledger, asker: Asker, query: ObserveQuery): Observation[] =>
	inOneState(ledger, () => answered(ledger, asker, query));

function answered(ledger: Ledger, asker: Asker, query: ObserveQuery): Observation[] {
	const indicator = indicatorOf(query.indicator);
	if (!seesIndicator(asker, indicator)) return [];
	const { compare } = query;
	const allowed = comparisonsOf(indicator);
	if (compare && !allowed.includes(compare)) {
		const names = allowed.map((one) => comparisonLabels[one]).join('、') || '无';
		throw new RangeError(`comparison not allowed: ${indicator.id} ${compare}（可用：${names}）`);
	}
	const question = questionOf(indicator, query, asker);
	if (!isCleared(ledger, asker, tellsInstitutions(question) ? 'institutions' : 'city')) return [];
	refuseUnknownKeys(ledger, question.where);
	const periods = periodsOf(query);
	const values = new Values(ledger, question);
	values.expect(
		compare === 'yearToDate' ? spanning(indicator.formula, 'yearToDate') : indicator.formula,
		needed(periods, compare)
	);

	const { by } = question;
	const ownFiles = countsByFiler(indicator);
	const wholeYear = takesInYear(indicator);
	const orders = by.map((dimension) => orderOf(ledger, dimension));
	const keys = sortedKeys(ledger, by, shownKeys(ledger, indicator, question, values, periods));
	const labelled = keys.map((key) => {
		const named = Object.fromEntries(by.map((dimension, at) => [dimension, key[at]!]));
		return {
			key,
			named,
			place: { ...query.where, ...named },
			labels: Object.fromEntries(by.map((dimension, at) => [dimension, orders[at]!.label(key[at]!)]))
		};
	});
	const breaks = breaksOf(ledger, indicator);
	const asked = single(question, 'institution');
	return periods.flatMap((period) => {
		const last = lastMonth(period);
		const counted = sinceChange(ledger, `version ${last}`, () => versionOf(ledger, last));
		const version = `${last}·v${counted}`;
		const target = targetOf(ledger, indicator, period);
		const inEffect = last >= indicator.from && !(indicator.until && last > indicator.until);
		const completeness = completenessOf(ledger, indicator.datasets, period, {
			...(question.asOf !== undefined && { asOf: question.asOf }),
			wholeYear
		});
		return labelled.map(({ key, named, place, labels }): Observation => {
			values.rebuilding = false;
			const placed = { period, keys: key, place, breaks };
			const outcome = inEffect
				? valueAt(values, indicator, indicator.formula, period, placed)
				: missing('not-in-effect');
			const { coverage, returned } = completeness(
				ownFiles ? (question.only ?? named.institution ?? asked) : null
			);
			const comparison = compare && compared(values, indicator, compare, placed, query);
			const shown = quantity(outcome, indicator.unit, target);
			return {
				indicator: indicator.id,
				period,
				keys: named,
				labels,
				value: shown.value,
				display: shown.display,
				unit: shown.unit,
				plot: shown.plot,
				exact: shown.exact ?? null,
				...(values.rebuilding && shown.reason !== 'suppressed'
					? { reason: 'being-rebuilt' as const }
					: shown.reason && { reason: shown.reason }),
				...(comparison && { compare: comparison }),
				coverage,
				status:
					coverage.filed < coverage.expected ||
					!coverage.expected ||
					returned ||
					values.rebuilding ||
					shown.reason === 'not-filed'
						? 'preliminary'
						: 'final',
				version
			};
		});
	});
}

/** Whether a question is about single institutions. */
const tellsInstitutions = ({ by, where }: Question): boolean =>
	by.includes('institution') || where.has('institution');

const single = ({ where }: Question, dimension: DimensionId): string | null => {
	const keys = where.get(dimension);
	return keys?.length === 1 ? keys[0]! : null;
};
