import {
	add,
	compare,
	divide,
	isZero,
	multiply,
	rational,
	subtract,
	zero,
	type Rational
} from './rational.ts';

/** A share that accumulates over the year, so far: its part and its whole, in 分. */
export interface SoFar {
	readonly part: Rational;
	readonly whole: Rational;
}

/** What is planned for the rest of the year: how much, in 分, and which share of it goes to the part. */
export interface Plan {
	readonly amount: Rational;
	readonly share: Rational;
}

/** Where the plan leads by the year's end. */
export interface Outlook {
	/** The share at the year's end; `null` where nothing is issued all year. */
	readonly share: Rational | null;
	/** 目标 × 全年发放 − 全年重点领域, in 分: above zero the target is missed by so much. */
	readonly gap: Rational;
	/** The share of the planned amount that just reaches the target, 0 at least; `null` where even all of it would not. */
	readonly needed: Rational | null;
}

/** The year's end if the rest goes as planned: (K + P·s) ÷ (T + P). */
export function outlook(so: SoFar, plan: Plan, target: Rational): Outlook {
	const whole = add(so.whole, plan.amount);
	const part = add(so.part, multiply(plan.amount, plan.share));
	const lacking = subtract(multiply(target, whole), so.part);
	const reached = compare(lacking, zero) <= 0;
	const possible = compare(lacking, plan.amount) <= 0;
	return {
		share: isZero(whole) ? null : divide(part, whole),
		gap: subtract(multiply(target, whole), part),
		needed: reached ? zero : possible ? divide(lacking, plan.amount) : null
	};
}

/** The rest of the year at the pace of the last three months, the usual plan to begin with. */
export const atPace = (pace: SoFar, monthsLeft: number): Plan => ({
	amount: multiply(pace.whole, rational(monthsLeft)),
	share: isZero(pace.whole) ? zero : divide(pace.part, pace.whole)
});
