import type { Period } from '#core/period.ts';
import type { Rational } from '#core/rational.ts';
import type { Reason } from '#formula/reason.ts';
import type { Scope } from '#formula/source.ts';
import type { Comparison } from '#indicators/define.ts';

export type { Comparison, Reason, Scope };

/** What to observe. One of `period`, or `from` and `to` (months, or quarters for quarterly reading). */
export interface ObserveQuery {
	/** Id (`tech-loan-balance`) or code (`M04-8`). */
	readonly indicator: string;
	readonly period?: Period;
	readonly from?: Period;
	readonly to?: Period;
	readonly compare?: Comparison;
	/** Dimensions to break down by, none to two from cells, more from facts. */
	readonly by?: readonly string[];
	readonly where?: Readonly<Record<string, string | readonly string[]>>;
	/** Defaults to `beijing`. */
	readonly scope?: Scope;
	/** As known at the end of this day. */
	readonly asOf?: string;
	/** Also work out the comparison on the comparable basis; reads the facts the first time. */
	readonly likeForLike?: boolean;
}

/** A number with how it prints. `value` is exact: 元 as decimal text, counts as integers, shares and growth as fractions. */
export interface Quantity {
	readonly value: string | number | null;
	/** Formatted in the display unit, `—` if there is none. */
	readonly display: string;
	/** The display unit's label: 亿元, 户, %, 个百分点 … */
	readonly unit: string;
	/** The number in the display unit, for drawing. */
	readonly plot: number | null;
	readonly reason?: Reason;
	/** The exact value in base units (分, count, fraction). Server-side only; dropped from JSON. */
	readonly exact?: Rational | null;
}

export interface Compared extends Quantity {
	readonly kind: Comparison;
	/** Base value the comparison is against, and its period. */
	readonly base: Quantity;
	readonly basePeriod: Period;
	/** 多增/少增 or difference of the two values, in the indicator's own unit. */
	readonly difference: Quantity;
	/** 可比口径: institutions and roster version present in both periods. */
	readonly likeForLike?: Quantity;
}

export interface Coverage {
	readonly filed: number;
	readonly expected: number;
	/** Ids of institutions that owe and have not filed, in official order. */
	readonly missing: readonly string[];
}

export interface Observation extends Quantity {
	readonly indicator: string;
	readonly period: Period;
	/** Dimension → key, empty for the total. */
	readonly keys: Readonly<Record<string, string>>;
	/** Chinese labels of `keys`. */
	readonly labels: Readonly<Record<string, string>>;
	readonly compare?: Compared;
	readonly coverage: Coverage;
	readonly status: 'preliminary' | 'final';
	/** Data version, `2026-09·v3`. */
	readonly version: string;
}
