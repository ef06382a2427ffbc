import type { Period } from '#core/period.ts';
import { ownPart } from '#formula/backing.ts';
import { dimensionOf, type DimensionId } from '#formula/dimensions.ts';
import { leafKey, type Leaf } from '#formula/formula.ts';
import { isProtected, populationLeaf } from '#formula/populations.ts';
import type { Ledger } from '../ledger/open.ts';
import { backingOf } from '../warehouse/backing.ts';
import { counterpartOf, cubes, held } from '../warehouse/cubes.ts';
import type { Question } from './evaluate.ts';
import { isCut, piecesOf } from './withheld-months.ts';
import { hiddenIn, type Span } from './withheld-tables.ts';
import { isAnswered, rulesOf } from './withheld.ts';

/**
 * Keys that a breakdown lists beside those that occur, to whoever small cells are withheld from: a key left out would
 * say that it holds nothing. `null` where nothing of the table is told, so that no key may be listed at all.
 */
export function keysTold(
	ledger: Ledger,
	{ by, where, asOf, likeForLike }: Question,
	leaf: Leaf,
	months: readonly Period[]
): readonly string[] | null {
	if (!isProtected(leaf.source)) return [];
	const { cube: id, leaf: kept } = held(leaf);
	const cube = cubes().get(id);
	const dims = [...new Set<DimensionId>([...by, ...where.keys()])].sort();
	const population = leafKey(populationLeaf(kept));
	if (asOf !== undefined || likeForLike || !cube || !isAnswered(cube, dims)) return null;
	const [first, second] = dims;
	if (first === undefined) return [];
	const of = { ...rulesOf(ledger), cube };
	if (second !== undefined) return ofPairs(of, [first, second], population, months);
	const told = ofLine(of, first, population, months);
	const asked = where.get(first);
	return told && asked ? told.filter((key) => asked.includes(key)) : told;
}

/** Of a table of pairs none beside those that occur; and none at all where true zeros are withheld in it. */
function ofPairs(
	of: Omit<Span, 'months'>,
	dims: readonly [DimensionId, DimensionId],
	population: string,
	months: readonly Period[]
): readonly string[] | null {
	const isTied =
		(of.cube.ties?.siblings ?? []).some((pair) => pair.includes(population)) ||
		counterpartOf(of.cube, population) !== null;
	const isBare = (month: Period): boolean =>
		([[dims[0]], [dims[1]], dims] as const).some(
			(table) => hiddenIn({ ...of, months: [month] }, table, population).all
		);
	return isTied || months.some(isBare) ? null : [];
}

/** Of one dimension those withheld although they hold nothing; where months are put together, all of the year. */
function ofLine(
	of: Omit<Span, 'months'>,
	dimension: DimensionId,
	population: string,
	months: readonly Period[]
): readonly string[] | null {
	const isTogether = isCut(of.cube);
	const years = [...new Set(months.map((month) => month.slice(0, 4)))];
	const pieces = isTogether
		? years.flatMap((year) => piecesOf(of, dimension, `${year}-12`).map((piece) => piece.months))
		: months.map((month) => [month]);
	const tables = pieces.map((piece) => hiddenIn({ ...of, months: piece }, [dimension], population));
	const told = new Set(tables.flatMap(({ strict }) => [...strict]));
	if (isTogether)
		for (const month of pieces.flat())
			for (const key of backingOf(of.ledger, of.cube, month, dimension).keys())
				if (!key.startsWith(ownPart)) told.add(key);
	if (!tables.some(({ all }) => all)) return [...told];
	// Where true zeros are withheld too, whatever the list of codes has is listed.
	const { list } = dimensionOf(dimension);
	return list ? [...told, ...list.codes.map(({ code }) => code)] : null;
}
