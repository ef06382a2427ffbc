import { fromDecimal, type Rational } from '#core/rational.ts';
import type { Period } from '#core/period.ts';
import { unsafe, type Limits, type Share } from '#core/suppression.ts';
import { isMany, type DimensionId } from '#formula/dimensions.ts';
import { leafKey, type Leaf } from '#formula/formula.ts';
import { bindingOf } from '#formula/keys.ts';
import { isProtected, populationLeaf } from '#formula/populations.ts';
import { parameterLines, type ParameterId } from '#policy/parameters.ts';
import type { Ledger } from '../ledger/open.ts';
import { dayIn } from '../ledger/filings.ts';
import { parametersOf } from '../ledger/parameters.ts';
import { backingOf } from '../warehouse/backing.ts';
import { cubes, held, type Cube } from '../warehouse/cubes.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { isCut, piecesOf, type Piece } from './withheld-months.ts';
import { hiddenIn, hides, type Dimensions, type Span, type Why } from './withheld-tables.ts';

/** Why a number is withheld; `combined` where the question itself could be played off against others. */
export type Withheld = Why | 'combined';

const shareOf = ({ n, d }: Rational): Share => ({ n: Number(n), d: Number(d) });

/** The limits in force on the day somebody reads: they are about showing a number, not about the number. */
export function limitsOf(ledger: Ledger): Limits {
	const parameter = sinceChange(ledger, 'parameters', () => parametersOf(ledger));
	const today = dayIn(ledger.now());
	const at = (id: ParameterId): Rational =>
		parameter(id, today) ?? fromDecimal(parameterLines.find((line) => line.id === id)!.value);
	return {
		below: Number(at('suppressBelow').n),
		one: shareOf(at('dominanceOne')),
		two: shareOf(at('dominanceTwo'))
	};
}

/** By which rules numbers of a ledger are withheld today. */
export const rulesOf = (ledger: Ledger): Pick<Span, 'ledger' | 'limits' | 'parameter'> => ({
	ledger,
	limits: limitsOf(ledger),
	parameter: sinceChange(ledger, 'parameters', () => parametersOf(ledger))
});

/** A number asked for: one aggregate, the months it takes in, and the one key under each dimension it is narrowed to. */
export interface Asked {
	readonly leaf: Leaf;
	readonly months: readonly Period[];
	readonly place: ReadonlyMap<DimensionId, string>;
	/** Whether it comes to nothing. */
	readonly isNothing: boolean;
}

/**
 * Whether a number is withheld from whoever may not see small cells, and why.
 *
 * Decided month by month on tables that do not depend on the question: the total, then the keys of each dimension given
 * the total, then the pairs of keys of two dimensions given both. A value narrowed to one key and broken down by another
 * dimension is a cell of the table of the two. What is added up over months is shown where each of its months is shown
 * (or each piece of several months of which only the sum is shown, see `piecesOf`), and so tells nothing that they do
 * not. A true zero is shown.
 */
export function withheld(ledger: Ledger, { leaf, months, place, isNothing }: Asked): Withheld | null {
	if (!isProtected(leaf.source)) return null;
	const { cube: id, leaf: kept } = held(leaf);
	const cube = cubes().get(id);
	const dims = [...place.keys()].sort();
	if (!cube || !isAnswered(cube, dims)) return 'combined';
	const keys = dims.map((dimension) => place.get(dimension)!);
	const population = leafKey(populationLeaf(kept));
	if (!cube.backed.has(population)) return 'combined';
	const of = { ...rulesOf(ledger), cube };
	for (const { months: piece, isClosed } of piecesIn(of, dims[0] ?? null, months)) {
		if (!isClosed || piece.some((month) => !months.includes(month))) return 'complement';
		const span: Span = { ...of, months: piece };
		const why = isRanked(kept)
			? ofRanked(span, kept, dims, keys, isNothing)
			: inTable(span, dims, keys, population, isNothing);
		if (why) return why;
	}
	return null;
}

/** The pieces of every year that some months fall into. */
const piecesIn = (of: Omit<Span, 'months'>, table: DimensionId | null, months: readonly Period[]): Piece[] =>
	[...Map.groupBy(months, (month) => month.slice(0, 4)).values()].flatMap((ofYear) =>
		piecesOf(of, table, ofYear.at(-1)!).filter((piece) =>
			piece.months.some((month) => ofYear.includes(month))
		)
	);

/** One of the two dimensions of a question must be this; the first that the rows carry. */
const hubs: readonly DimensionId[] = ['district', 'kind', 'unit'];

/**
 * Whether a table is answered at all: one of no or one dimension, and some of two. All tables of pairs have one dimension in common: then whatever
 * fills each of them by itself fills all of them together, and what cannot be worked out of one cannot be worked out of
 * several. Tables that met in a ring could be played off against each other wherever rows are few. Trees and lists of
 * several codes are left out.
 */
export function isAnswered(cube: Cube, dims: readonly DimensionId[]): boolean {
	if (dims.length < 2) return true;
	if (dims.length > 2 || isCut(cube)) return false;
	const hub = hubs.find((one) => cube.dimensions.includes(one));
	return (
		hub !== undefined &&
		dims.includes(hub) &&
		dims.every((dimension) => {
			const binding = bindingOf(cube.source, dimension);
			return !isMany(binding) || binding.by === 'labels';
		})
	);
}

function inTable(
	of: Span,
	dims: readonly DimensionId[],
	keys: readonly string[],
	population: string,
	isNothing: boolean
): Withheld | null {
	// A key withheld by itself is withheld in every table of two dimensions, and no rows need be read for that.
	if (dims.length === 2)
		for (const [at, dimension] of dims.entries()) {
			const line = hiddenIn(of, [dimension], population);
			if (line.all || line.strict.has(keys[at]!)) return 'complement';
			if (line.keys.has(keys[at]!) && !isNothing) return line.keys.get(keys[at]!)!;
		}
	const table = hiddenIn(of, dims as unknown as Dimensions, population);
	const key = keys.join('\t');
	if (table.strict.has(key)) return table.keys.get(key) ?? 'complement';
	if (isNothing && !table.all) return null;
	return hides(table, key) ? (table.keys.get(key) ?? 'complement') : null;
}

const isRanked = ({ op }: Leaf): boolean => op === 'minimum' || op === 'maximum' || op === 'median';

/** A least or greatest value is somebody's own; a middle one needs others enough on either side. */
function ofRanked(
	of: Span,
	leaf: Leaf,
	dims: readonly DimensionId[],
	keys: readonly string[],
	isNothing: boolean
): Withheld | null {
	if (isNothing) return null;
	if (leaf.op !== 'median') return 'few';
	if (dims.length > 1) return 'combined';
	const { ledger, cube, months, limits } = of;
	const backing = backingOf(ledger, cube, months.at(-1)!, dims[0] ?? null).get(keys.join())?.(
		leafKey(populationLeaf(leaf))
	);
	return backing && unsafe(backing, { ...limits, below: 2 * limits.below - 1 }) === null ? null : 'few';
}

const percent = ({ n, d }: Share): string => `${(100 * n) / d}%`;

/** Why a number is not published, as its passport says it. */
export function withheldLabel(ledger: Ledger, why: Withheld): string {
	const { below, one, two } = limitsOf(ledger);
	switch (why) {
		case 'few':
			return `报送机构或所涉企业不足${below}家`;
		case 'dominated':
			return `最大一家占比超过${percent(one)}，或最大两家合计超过${percent(two)}`;
		case 'complement':
			return '公布后可与其他公布数相减，推出不予公布的数';
		case 'combined':
			return '多个条件组合、按历史时点或按可比口径查询，可与其他公布数比较推算';
	}
}
