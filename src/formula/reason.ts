import { none, notPublished } from '#core/number.ts';
import type { Rational } from '#core/rational.ts';

/** Why there is no value. Printed as — with this in a footnote, never as 0. */
export type Reason =
	| 'not-filed'
	| 'no-rows'
	| 'zero-denominator'
	| 'base-missing'
	| 'base-not-positive'
	| 'break-in-definition'
	| 'not-in-effect'
	| 'not-comparable'
	| 'suppressed'
	| 'being-rebuilt';

/** The footnote of each reason. */
export const reasonLabels: Readonly<Record<Reason, string>> = {
	'not-filed': '尚未报送',
	'no-rows': '无符合条件的数据',
	'zero-denominator': '分母为零',
	'base-missing': '无基期数据',
	'base-not-positive': '基期为零或负，只列差额',
	'break-in-definition': '口径调整，前后不可比',
	'not-in-effect': '口径尚未生效或已停用',
	'not-comparable': '不适用',
	suppressed: '不予公布',
	'being-rebuilt': '正在重新汇总'
};

/** The sign that stands in place of a value: x for one that is not published, — for one that does not exist. */
export const signOf = (reason: Reason | null | undefined): string =>
	reason === 'suppressed' ? notPublished : none;

/** The footnote of x. */
export const notPublishedNote =
	'“x”表示不予公布：不足规定家数、个别机构或企业占比过高，或公布后可推算出这类数';

/** A value that does not exist, with the reason. */
export interface Missing {
	readonly missing: Reason;
}
/** What a formula comes to. */
export type Outcome = Rational | Missing;

export const missing = (reason: Reason): Missing => ({ missing: reason });
export const isMissing = (outcome: Outcome): outcome is Missing => 'missing' in outcome;
