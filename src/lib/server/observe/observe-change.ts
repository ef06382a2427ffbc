import { previous, yearEarlier, yearEndBefore, type Period } from '#core/period.ts';
import { divide, isZero, rational, sign, subtract } from '#core/rational.ts';
import { differenceUnit, type UnitId } from '#core/unit.ts';
import { isMissing, missing, type Missing, type Outcome, type Reason } from '#formula/reason.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';

/** The period a comparison is against. */
export function basePeriod(period: Period, kind: Comparison): Period {
	if (kind === 'monthOnMonth') return previous(period);
	if (kind === 'sinceYearEnd') return yearEndBefore(period);
	return yearEarlier(period);
}

/** Whether two values are compared by their difference: shares and rates are. */
export const isDifference = ({ nature }: Indicator): boolean => nature === 'ratio' || nature === 'rate';

/** Reasons for which a base lacks that are worth more than that it does. */
const told: ReadonlySet<Reason> = new Set(['being-rebuilt', 'break-in-definition', 'suppressed']);

/** Why there is nothing to compare with. */
export const asBase = (base: Missing): Missing => (told.has(base.missing) ? base : missing('base-missing'));

/** Growth where the base allows one; for shares and rates the difference in 个百分点 or 个基点. */
export function grown(indicator: Indicator, value: Outcome, base: Outcome): Outcome {
	if (isMissing(value)) return value;
	if (isMissing(base)) return asBase(base);
	if (isDifference(indicator)) return subtract(value, base);
	if (isZero(base)) return missing('base-missing');
	if (sign(base) < 0) return missing('base-not-positive');
	return subtract(divide(value, base), rational(1));
}

/** The unit a comparison prints in. */
export const changeUnit = (indicator: Indicator): UnitId =>
	isDifference(indicator) ? differenceUnit(indicator.unit) : 'percent';
