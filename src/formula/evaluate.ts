import { endOf, lastMonth, previous, yearEarlier, yearEndBefore, type Period } from '#core/period.ts';
import {
	add,
	divide,
	isZero,
	multiply,
	rational,
	sign,
	subtract,
	zero,
	type Rational
} from '#core/rational.ts';
import { parameter as ownParameter, type ParameterLookUp } from '#policy/parameters.ts';
import type { Formula, Leaf, Shift } from './formula.ts';
import { isMissing, missing, type Outcome } from './reason.ts';

/** Answers one leaf at a period; `overall` asks for the total whatever the breakdown. */
export type Ask = (leaf: Leaf, period: Period, overall: boolean) => Outcome;

/** The period an `at` leads to. */
export function shifted(period: Period, when: Shift): Period {
	if (when === 'lastMonth') return lastMonth(period);
	if (when === 'previous') return previous(period);
	return when === 'yearEarlier' ? yearEarlier(period) : yearEndBefore(period);
}

function pair(
	of: readonly [Formula, Formula],
	ask: Ask,
	period: Period,
	overall: boolean,
	parameter: ParameterLookUp,
	combine: (a: Rational, b: Rational) => Outcome
): Outcome {
	const a = evaluate(of[0], ask, period, overall, parameter);
	if (isMissing(a)) return a;
	const b = evaluate(of[1], ask, period, overall, parameter);
	return isMissing(b) ? b : combine(a, b);
}

/** What a formula comes to at a period, exactly, or why it comes to nothing. */
export function evaluate(
	formula: Formula,
	ask: Ask,
	period: Period,
	overall = false,
	parameter: ParameterLookUp = ownParameter
): Outcome {
	switch (formula.is) {
		case 'leaf':
			return ask(formula, period, overall);
		case 'constant':
			return rational(formula.n, formula.d);
		case 'parameter':
			return parameter(formula.id, endOf(period)) ?? missing('not-in-effect');
		case 'monthsLeft':
			return rational(12 - Number(lastMonth(period).slice(5)));
		case 'overall':
			return evaluate(formula.of, ask, period, true, parameter);
		case 'positive': {
			const of = evaluate(formula.of, ask, period, overall, parameter);
			return !isMissing(of) && sign(of) < 0 ? zero : of;
		}
		case 'plus': {
			let total: Rational = zero;
			for (const part of formula.of) {
				const value = evaluate(part, ask, period, overall, parameter);
				if (isMissing(value)) return value;
				total = add(total, value);
			}
			return total;
		}
		case 'difference':
			return pair(formula.of, ask, period, overall, parameter, subtract);
		case 'product':
			return pair(formula.of, ask, period, overall, parameter, multiply);
		case 'ratio':
			return pair(formula.of, ask, period, overall, parameter, (a, b) =>
				isZero(b) ? missing('zero-denominator') : divide(a, b)
			);
		case 'at': {
			const of = evaluate(formula.of, ask, shifted(period, formula.when), overall, parameter);
			return isMissing(of) && (of.missing === 'not-filed' || of.missing === 'no-rows')
				? missing('base-missing')
				: of;
		}
	}
}

/** Every leaf a formula reads at a period, with the period it reads it at. */
export function readings(
	formula: Formula,
	period: Period
): { leaf: Leaf; period: Period; overall: boolean }[] {
	const found: { leaf: Leaf; period: Period; overall: boolean }[] = [];
	const visit = (at: Formula, when: Period, overall: boolean): void => {
		switch (at.is) {
			case 'leaf':
				found.push({ leaf: at, period: when, overall });
				return;
			case 'parameter':
			case 'constant':
			case 'monthsLeft':
				return;
			case 'at':
				return visit(at.of, shifted(when, at.when), overall);
			case 'overall':
				return visit(at.of, when, true);
			case 'positive':
				return visit(at.of, when, overall);
			default:
				for (const part of at.of) visit(part, when, overall);
		}
	};
	visit(formula, period, false);
	return found;
}
