import { lastMonth, type Period } from '#core/period.ts';
import { isZero } from '#core/rational.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { isAdditive, type Leaf } from '#formula/formula.ts';
import { isProtected } from '#formula/populations.ts';
import { isMissing, type Outcome } from '#formula/reason.ts';
import { isFlow } from '#formula/source.ts';
import { held } from '../warehouse/cubes.ts';
import type { Question } from './evaluate.ts';
import type { Asked } from './withheld.ts';

/**
 * An aggregate as a cell of one of the tables on which withholding is decided; `null` if there is nothing to withhold,
 * `combined` if it is no such cell: several keys at once, a day in the past, the comparable basis.
 */
export function askedOf(
	{ by, where, asOf, likeForLike }: Question,
	leaf: Leaf,
	period: Period,
	key: string,
	found: Outcome,
	span: () => readonly Period[]
): Asked | 'combined' | null {
	if (!isProtected(leaf.source) || (isMissing(found) && found.missing !== 'no-rows')) return null;
	if (asOf !== undefined || likeForLike) return 'combined';
	const place = new Map<DimensionId, string>();
	for (const [dimension, keys] of where) {
		if (keys.length !== 1) return 'combined';
		place.set(dimension, keys[0]!);
	}
	const keys = key.split('\t');
	for (const [at, dimension] of by.entries()) {
		if ((place.get(dimension) ?? keys[at]) !== keys[at]) return 'combined';
		place.set(dimension, keys[at]!);
	}
	const monthly = isFlow(leaf.source) && held(leaf).cube === leaf.source.id;
	if (monthly && !isAdditive(leaf) && lastMonth(period) !== period) return 'combined';
	return {
		leaf,
		months: monthly ? span() : [lastMonth(period)],
		place,
		isNothing: isMissing(found) || isZero(found)
	};
}
