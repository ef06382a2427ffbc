import { compare, rational, subtract, zero, type Rational } from '#core/rational.ts';
import { decimalsOf, prose } from '#core/number.ts';
import { lastMonth } from '#core/period.ts';
import type { Judgement, Standing } from './define.ts';

const points = (value: Rational): string => `${prose(value, 'percentagePoint')}个百分点`;

/** Green if loans grow faster than all loans, amber if slower, red if they shrink. */
export function aheadOfAllLoans(standing: Standing): Judgement | null {
	const growth = standing.growth();
	if (growth === null) return null;
	const grown = `同比增长${prose(growth, 'percent')}%`;
	if (compare(growth, zero) < 0)
		return { light: 'red', because: `同比下降${prose(subtract(zero, growth), 'percent')}%` };
	const excess = standing.other('excess-growth');
	if (excess === null) return { light: 'green', because: `${grown}，各项贷款增速暂缺` };
	if (compare(excess, zero) > 0)
		return { light: 'green', because: `${grown}，高于各项贷款增速${points(excess)}` };
	return { light: 'amber', because: `${grown}，不高于各项贷款增速，相差${points(subtract(zero, excess))}` };
}

/** Green if it grows on the year, amber if it stands still, red if it falls. */
export function growing(standing: Standing): Judgement | null {
	const growth = standing.growth();
	if (growth === null) return null;
	const text = prose(growth, 'percent');
	if (compare(growth, zero) > 0) return { light: 'green', because: `同比增长${text}%` };
	if (compare(growth, zero) < 0) return { light: 'red', because: `同比下降${text.replace('-', '')}%` };
	return { light: 'amber', because: '同比持平' };
}

/** What a missed or endangered target of the notice reads like: green at the target, amber near it or if the year will miss it, red below the warning line after June. */
export function shareTarget(standing: Standing): Judgement | null {
	const { value, target, period } = standing;
	if (value === null || target === null) return null;
	const gap = subtract(target, value);
	const decimals = decimalsOf(value, 'percent', { threshold: target });
	const behind = `距${prose(target, 'percent')}%目标差${prose(gap, 'percentagePoint', decimals)}个百分点`;
	const month = Number(lastMonth(period).slice(5));
	if (compare(value, target) >= 0) {
		const projected = standing.other('key-area-projection');
		if (projected !== null && compare(projected, target) < 0)
			return {
				light: 'amber',
				because: `目前达标，按现有进度全年预计${prose(projected, 'percent', decimalsOf(projected, 'percent', { threshold: target }))}%，低于目标`
			};
		return { light: 'green', because: '已达到目标' };
	}
	const warning = standing.parameter('keyAreaAmberShare');
	if (warning !== null && compare(value, warning) < 0 && month > 6) return { light: 'red', because: behind };
	return { light: 'amber', because: behind };
}

/** Green if none are left, amber otherwise. */
export function noneLeft({ value }: Standing): Judgement | null {
	if (value === null) return null;
	if (compare(value, zero) === 0) return { light: 'green', because: '已清零' };
	return { light: 'amber', because: '尚未清零' };
}

/** Green if all of it is done, amber otherwise. */
export function complete({ value }: Standing): Judgement | null {
	if (value === null) return null;
	if (compare(value, rational(1)) >= 0) return { light: 'green', because: '全部完成' };
	return { light: 'amber', because: '未达100%' };
}

/** Amber from full use of a quota, red beyond it. */
export function withinQuota({ value }: Standing): Judgement | null {
	if (value === null) return null;
	const over = compare(value, rational(1));
	if (over > 0) return { light: 'red', because: '超出额度' };
	return over === 0 ? { light: 'amber', because: '额度已用满' } : { light: 'green', because: '在额度内' };
}

/** Green if nothing lies outside what was disclosed, amber otherwise. */
export function noneOutside({ value }: Standing): Judgement | null {
	if (value === null) return null;
	if (compare(value, zero) === 0) return { light: 'green', because: '均在公示区间内' };
	return { light: 'amber', because: '有超出公示区间的贷款' };
}
