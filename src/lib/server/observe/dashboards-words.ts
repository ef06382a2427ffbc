import { format, none as dash } from '#core/number.ts';
import { units } from '#core/unit.ts';
import { comparisonLabels, lightLabels } from '#indicators/define.ts';
import { reasonLabels } from '#formula/reason.ts';
import type { Change, SentencePart, TableCell, Tile, Tone } from '#figures/show.ts';
import type { Lit } from './dashboards-lights.ts';
import { isPartial, toneOf } from './dashboards-lights.ts';
import { passportAddress } from './figure-series.ts';
import type { Asked } from './dashboards.ts';
import type { Compared, Observation, Quantity } from './types.ts';

/** The unsigned text of a quantity with its unit: `1.9个百分点`. */
export const amount = (one: Quantity | undefined): string =>
	one?.plot == null ? (one?.display ?? dash) : `${one.display.replace(/^[+-]/, '')}${one.unit}`;

/** How a number moved, ready to show. While returns are missing the comparable basis stands in, so that a late bank never looks like a fall. */
export function changeOf(compared: Compared | undefined, partial = false): Change | null {
	if (!compared) return null;
	const comparable = partial && compared.likeForLike ? compared.likeForLike : null;
	if (comparable?.plot === null)
		return {
			direction: 'none',
			text: '—',
			label: comparisonLabels[compared.kind],
			reason: '未报齐，暂不比较'
		};
	const shown: Quantity = comparable ?? compared;
	if (partial && !comparable)
		return {
			direction: 'none',
			text: '—',
			label: comparisonLabels[compared.kind],
			reason: '未报齐，暂不比较'
		};
	const label = `${comparable ? '可比' : ''}${comparisonLabels[compared.kind]}`;
	if (shown.plot === null)
		return {
			direction: 'none',
			text: shown.display,
			label,
			...(shown.reason ? { reason: reasonLabels[shown.reason] } : {})
		};
	if (!/[1-9]/.test(shown.display)) return { direction: 'flat', text: '持平', label };
	return { direction: shown.plot > 0 ? 'up' : 'down', text: amount(shown), label };
}

/** The change of an observation, on the comparable basis if returns are missing. */
export const changeIn = (one: Observation | undefined): Change | null =>
	changeOf(one?.compare, isPartial(one));

/** A change under a heading that names the comparison: only another basis is said again, and why there is none. */
export const changeCell = (change: Change | null): TableCell | string =>
	change
		? {
				text: change.text,
				change: { ...change, label: change.label.startsWith('可比') ? '（可比）' : '' },
				...(change.reason ? { reason: change.reason } : {})
			}
		: '—';

/** 亿元 with one decimal from ten upward, as prose and tiles print it; everything else as it is. */
export const brief = (one: Observation | undefined): string =>
	one?.exact && one.unit === units.yiYuan.label && Math.abs(one.plot ?? 0) >= 10
		? format(one.exact, 'yiYuan', { decimals: 1 })
		: (one?.display ?? dash);

/** Why the light is as it is, saying so if growth is on the comparable basis. */
export const becauseOf = ({ now, judgement }: Lit): string =>
	judgement ? `${isPartial(now) && now?.compare?.likeForLike ? '按可比口径' : ''}${judgement.because}` : '';

/** The sign of a missing number inside a sentence; of one not published with the word for it. */
const inWords = (one: Observation | undefined): string =>
	one?.reason === 'suppressed' ? `${one.display}（${reasonLabels.suppressed}）` : (one?.display ?? dash);

/** An indicator, its value, and why its light is as it is. */
export const told = (one: Lit): string =>
	`${one.indicator.label}${one.now?.plot == null ? inWords(one.now) : `${brief(one.now)}${one.now.unit}`}，${becauseOf(one)}`;

/** Where an observation's passport is. */
export const passportOf = (one: Observation | undefined, asked: Asked): string | null =>
	one?.plot == null
		? null
		: passportAddress({ indicator: one.indicator, period: one.period, scope: asked.scope, where: one.keys });

/** An indicator as a tile: value, how it moved, its light in a word. */
export function tileOf(one: Lit, asked: Asked, more: Partial<Tile> = {}): Tile {
	const { now, indicator, judgement } = one;
	const change = changeIn(now);
	const none = change?.direction === 'none' ? (change.reason ?? '') : null;
	return {
		label: indicator.short ?? indicator.label,
		value: brief(now),
		unit: now?.plot == null ? '' : now.unit,
		href: passportOf(now, asked),
		change: none === null ? change : null,
		...(none === null ? {} : { note: none }),
		...(now?.reason ? { reason: reasonLabels[now.reason] } : {}),
		...(judgement && (judgement.light !== 'green' || indicator.target?.star)
			? {
					tag: {
						tone: toneOf[judgement.light],
						word: judgement.light === 'green' ? '达标' : lightLabels[judgement.light]
					}
				}
			: {}),
		...more
	};
}

/** 同比增长 with its amount, as a sentence goes on; empty if there is none. */
export function grewBy(one: Observation | undefined): SentencePart[] {
	const change = changeIn(one);
	if (!change || change.direction === 'none') return [];
	const how =
		change.label === comparisonLabels.yearOnYear ? change.label : `按可比口径${comparisonLabels.yearOnYear}`;
	if (change.direction === 'flat') return [`，${how}持平`];
	return [`，${how}${change.direction === 'up' ? '增长' : '下降'}`, { text: change.text }];
}

/** 比各项贷款高 or 低, on the comparable basis while returns are missing. */
export function aheadBy(excess: Lit | undefined, asked: Asked): SentencePart[] {
	const shown: Quantity | undefined = excess?.comparable ?? excess?.now;
	if (shown?.plot == null || (isPartial(excess?.now) && !excess?.comparable)) return [];
	return [
		`，比各项贷款${shown.plot >= 0 ? '高' : '低'}`,
		{ text: amount(shown), href: excess?.comparable ? null : passportOf(excess?.now, asked) }
	];
}

/** What is said where the first number of a page is missing: that it is not published, or that there is none yet. */
export const withoutNumber = (one: Observation | undefined, what: string, none: string): string =>
	one?.reason === 'suppressed' ? `${what}${reasonLabels.suppressed}。` : none;

/** A number inside a sentence, leading to its passport. */
export const said = (one: Observation | undefined, asked: Asked, tone?: Tone): SentencePart => ({
	text: one?.plot == null ? inWords(one) : `${brief(one)}${one.unit}`,
	href: passportOf(one, asked),
	...(tone ? { tone } : {})
});

/** A quantity as a cell of a table; what is missing says why. */
export const cellOf = (one: Quantity | undefined, href?: string | null): TableCell => ({
	text: one?.display ?? dash,
	value: one?.plot ?? null,
	...(href ? { href } : {}),
	...(one?.reason ? { reason: reasonLabels[one.reason] } : one ? {} : { reason: reasonLabels['no-rows'] })
});
