import { none, prose } from '#core/number.ts';
import { absolute, compare, fromDecimal, isZero, sign, type Rational } from '#core/rational.ts';
import { unitOf, type UnitId } from '#core/unit.ts';
import { reasonLabels, signOf } from '#formula/reason.ts';
import type { Comparison } from '#indicators/define.ts';
import type { Said, Seen } from '#reports/define.ts';

/** The unit prose uses: 万亿元 from a 万亿 on, 万户 from ten 万户 on. */
export function proseUnit(exact: Rational, unit: UnitId): UnitId {
	const size = absolute(exact);
	if (unit === 'yiYuan' && compare(size, fromDecimal('100000000000000')) >= 0) return 'wanYiYuan';
	if (unit === 'household' && compare(size, fromDecimal('100000')) >= 0) return 'wanHousehold';
	return unit;
}

/** Decimals in prose: 万亿元 2, 亿元 1 but 2 below ten, others as their unit has them. */
export function proseDecimals(exact: Rational, unit: UnitId): number {
	if (unit === 'yiYuan') return compare(absolute(exact), fromDecimal('100000000000')) < 0 ? 2 : 1;
	return unitOf(unit).decimals;
}

/** A number with its unit; — with the reason in brackets where there is none. */
export function sayNumber(seen: Seen, options: { unsigned?: boolean; decimals?: number } = {}): Said[] {
	if (seen.exact === null)
		return [seen.reason ? `${signOf(seen.reason)}（${reasonLabels[seen.reason]}）` : none];
	const unit = proseUnit(seen.exact, seen.unit);
	const shown = options.unsigned ? absolute(seen.exact) : seen.exact;
	const text = prose(shown, unit, options.decimals ?? proseDecimals(seen.exact, unit));
	return [{ text, key: seen.key, unit, unsigned: options.unsigned ?? false }, unitOf(unit).label];
}

/** How each comparison begins. */
const against: Readonly<Record<Comparison, string>> = {
	yearOnYear: '同比',
	monthOnMonth: '环比',
	sinceYearEnd: '比上年末',
	yearToDate: '累计同比'
};

const roundsToZero = (exact: Rational, unit: UnitId): boolean => !/[1-9]/.test(prose(exact, unit));

/** 同比增长16.8%, 同比下降3%, 比上年末提高1.9个百分点, 同比持平; what cannot be compared says so. */
export function sayChange(change: Seen, comparison: Comparison, comparable = false): Said[] {
	const start = `${comparable ? (comparison === 'yearOnYear' ? '可比' : '可比口径') : ''}${against[comparison]}`;
	if (change.exact === null && change.reason === 'suppressed')
		return [`${against[comparison]}${reasonLabels.suppressed}`];
	if (change.exact === null && comparable) return [`${against[comparison]}待机构报齐后计算`];
	if (change.exact === null) return [`${start}不可比（${reasonLabels[change.reason ?? 'base-missing']}）`];
	if (isZero(change.exact)) return [`${start}持平`];
	if (roundsToZero(change.exact, change.unit)) return [`${start}基本持平`];
	const up = sign(change.exact) > 0;
	const verb = change.unit === 'percent' ? (up ? '增长' : '下降') : up ? '提高' : '下降';
	return [`${start}${verb}`, ...sayNumber(change, { unsigned: true })];
}

/** Words for the difference of two values of a stock, or of a flow that can be negative. */
export function differenceVerb(now: Rational, base: Rational, nature: 'stock' | 'flow'): string {
	const up = compare(now, base) > 0;
	if (nature === 'stock') return up ? '增加' : '减少';
	if (sign(now) < 0 && sign(base) < 0) return up ? '少减' : '多减';
	return up ? '多增' : '少增';
}

/**
 * 比上年末增加1402户 for stocks; 同比多增, 少增, 少减, 多减 for net flows; where the sign turns, both values are said
 * instead of a difference.
 */
export function sayDifference(now: Seen, base: Seen, difference: Seen, comparison: Comparison): Said[] {
	const start = against[comparison];
	if ([now, base, difference].some(({ reason }) => reason === 'suppressed'))
		return [`${start}${reasonLabels.suppressed}`];
	if (now.exact === null || base.exact === null || difference.exact === null)
		return [`${start}不可比（${reasonLabels[base.reason ?? now.reason ?? 'base-missing']}）`];
	if (isZero(difference.exact)) return [`${start}持平`];
	const flow = now.indicator.nature === 'flow';
	if (flow && sign(now.exact) * sign(base.exact) < 0)
		return [
			sign(now.exact) > 0 ? '增加' : '减少',
			...sayNumber(now, { unsigned: true }),
			`，上年同期为${sign(base.exact) > 0 ? '增加' : '减少'}`,
			...sayNumber(base, { unsigned: true })
		];
	return [
		`${start}${differenceVerb(now.exact, base.exact, flow ? 'flow' : 'stock')}`,
		...sayNumber(difference, { unsigned: true })
	];
}
