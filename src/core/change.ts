import { prose } from './number.ts';
import { absolute, divide, isZero, rational, sign, subtract, type Rational } from './rational.ts';
import { differenceUnit, unitOf, type UnitId } from './unit.ts';

/** What a value is compared with. */
export type Versus = 'yearOnYear' | 'monthOnMonth' | 'sinceYearEnd' | 'yearToDate';
/** What kind of quantity changes: it decides which words may be used. */
export type Changing = 'stock' | 'flow' | 'ratio' | 'rate';

/** A change ready to be put into words. */
export interface Change {
	readonly nature: Changing;
	readonly unit: UnitId;
	readonly versus: Versus;
	readonly now: Rational;
	/** The base; `null` where there is none, or where definitions do not compare. */
	readonly before: Rational | null;
}

/** A change in words, or the reason there are none. */
export type Wording =
	| { readonly text: string; readonly direction: 'up' | 'down' | 'level' }
	| { readonly text: '—'; readonly direction: 'none'; readonly note: string };

const versusWords: Readonly<Record<Versus, string>> = {
	yearOnYear: '同比',
	monthOnMonth: '环比',
	sinceYearEnd: '比年初',
	yearToDate: '累计同比'
};
const level = (text: string): Wording => ({ text, direction: 'level' });
const none = (note: string): Wording => ({ text: '—', direction: 'none', note });
const directed = (text: string, by: Rational): Wording => ({ text, direction: sign(by) > 0 ? 'up' : 'down' });
const isNothing = (text: string): boolean => !/[1-9]/.test(text);
const amount = (value: Rational, unit: UnitId): string =>
	`${prose(absolute(value), unit)}${unitOf(unit).label}`;

/** now ÷ before − 1; only for a base above zero. */
const growth = (now: Rational, before: Rational): Rational => subtract(divide(now, before), rational(1));

/** 上升 and 下降 in 个百分点 or 个基点: for shares and rates, never in %. */
function ofShare({ unit, versus, now, before }: Change & { before: Rational }): Wording {
	const step = differenceUnit(unit);
	const gap = subtract(now, before);
	const text = prose(absolute(gap), step);
	const with_ = versusWords[versus];
	if (isNothing(text)) return level(`${with_}持平`);
	return directed(`${with_}${sign(gap) > 0 ? '上升' : '下降'}${text}${unitOf(step).label}`, gap);
}

/** 多增, 少增, 多减, 少减: for a flow on the year before, by the signs of both. */
function ofFlow({ unit, versus, now, before }: Change & { before: Rational }): Wording {
	const gap = subtract(now, before);
	if (isNothing(prose(absolute(gap), unit))) return level(`${versusWords[versus]}持平`);
	const [a, b] = [sign(now), sign(before)];
	if (a >= 0 && b >= 0)
		return directed(`${versusWords[versus]}${sign(gap) > 0 ? '多增' : '少增'}${amount(gap, unit)}`, gap);
	if (a <= 0 && b <= 0)
		return directed(`${versusWords[versus]}${sign(gap) > 0 ? '少减' : '多减'}${amount(gap, unit)}`, gap);
	const text = `${a > 0 ? '增加' : '减少'}${amount(now, unit)}，上年同期为${b > 0 ? '增加' : '减少'}${amount(before, unit)}`;
	return directed(text, gap);
}

/** 增长 and 下降 in %, since the year-end with the amount before it. */
function ofStock({ unit, versus, now, before }: Change & { before: Rational }): Wording {
	if (isZero(before)) return none('无基期数据');
	if (sign(before) < 0) return none('基期为负，不可比');
	const by = growth(now, before);
	const percent = prose(absolute(by), 'percent');
	const gap = subtract(now, before);
	const verb = sign(by) > 0 ? '增长' : '下降';
	if (versus !== 'sinceYearEnd')
		return isNothing(percent)
			? level(`${versusWords[versus]}持平`)
			: directed(`${versusWords[versus]}${verb}${percent}%`, by);
	if (isNothing(prose(absolute(gap), unit))) return level('与年初持平');
	const moved = `比年初${sign(gap) > 0 ? '增加' : '减少'}${amount(gap, unit)}`;
	return directed(isNothing(percent) ? moved : `${moved}，${verb}${percent}%`, gap);
}

/**
 * How an office says a change. Stocks grow or shrink by %, flows are 多增 or 少增 by an amount, shares and rates move
 * by 个百分点 or 个基点; what rounds to nothing is 持平; without a base that can be compared there are no words.
 */
export function inWords(change: Change): Wording {
	const { before } = change;
	if (before === null) return none('无可比基期');
	const known = { ...change, before };
	if (change.nature === 'ratio' || change.nature === 'rate') return ofShare(known);
	if (change.nature === 'flow' && (change.versus === 'yearOnYear' || change.versus === 'yearToDate'))
		return ofFlow(known);
	return ofStock(known);
}

/** 比各项贷款增速高 x 个百分点: two growths or shares side by side, from unrounded values. */
export function higherBy(a: Rational, b: Rational, than: string): string {
	const gap = subtract(a, b);
	const text = prose(absolute(gap), 'percentagePoint');
	if (isNothing(text)) return `与${than}持平`;
	return `比${than}${sign(gap) > 0 ? '高' : '低'}${text}个百分点`;
}
