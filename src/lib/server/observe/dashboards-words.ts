import { comparisonLabels } from '#indicators/define.ts';
import { reasonLabels } from '#formula/reason.ts';
import type { Change, SentencePart, TableCell, Tile, Tone } from '#figures/show.ts';
import type { Lit } from './dashboards-lights.ts';
import { toneOf } from './dashboards-lights.ts';
import { passportAddress } from './figure.ts';
import type { Asked } from './dashboards.ts';
import type { Compared, Observation, Quantity } from './types.ts';

/** The unsigned text of a quantity with its unit: `1.9个百分点`. */
export const amount = (one: Quantity | undefined): string =>
	one?.plot == null ? '—' : `${one.display.replace(/^[+-]/, '')}${one.unit}`;

/** How a number moved, ready to show: flows whose difference says more are told as 多增 and 少增 by the caller. */
export function changeOf(compared: Compared | undefined): Change | null {
	if (!compared) return null;
	const label = comparisonLabels[compared.kind];
	if (compared.plot === null)
		return {
			direction: 'none',
			text: '—',
			label,
			...(compared.reason ? { reason: reasonLabels[compared.reason] } : {})
		};
	if (!/[1-9]/.test(compared.display)) return { direction: 'flat', text: '持平', label };
	return { direction: compared.plot > 0 ? 'up' : 'down', text: amount(compared), label };
}

/** Where an observation's passport is. */
export const passportOf = (one: Observation | undefined, asked: Asked): string | null =>
	one?.plot == null
		? null
		: passportAddress({ indicator: one.indicator, period: one.period, scope: asked.scope, where: one.keys });

/** An indicator as a tile: value, how it moved, its light in a word. */
export function tileOf(one: Lit, asked: Asked, more: Partial<Tile> = {}): Tile {
	const { now, indicator, judgement } = one;
	return {
		label: indicator.label,
		value: now?.display ?? '—',
		unit: now?.plot == null ? '' : now.unit,
		href: passportOf(now, asked),
		change: changeOf(now?.compare),
		...(now?.reason ? { reason: reasonLabels[now.reason] } : {}),
		...(judgement && judgement.light !== 'green'
			? { tag: { tone: toneOf[judgement.light], word: judgement.light === 'red' ? '预警' : '关注' } }
			: {}),
		...more
	};
}

/** A number inside a sentence, leading to its passport. */
export const said = (one: Observation | undefined, asked: Asked, tone?: Tone): SentencePart => ({
	text: one?.plot == null ? '—' : `${one.display}${one.unit}`,
	href: passportOf(one, asked),
	...(tone ? { tone } : {})
});

/** A quantity as a cell of a table; what is missing says why. */
export const cellOf = (one: Quantity | undefined, href?: string | null): TableCell => ({
	text: one?.display ?? '—',
	value: one?.plot ?? null,
	...(href ? { href } : {}),
	...(one?.reason ? { reason: reasonLabels[one.reason] } : one ? {} : { reason: reasonLabels['no-rows'] })
});
