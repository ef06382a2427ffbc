import { addMonths, yearToDate, type Period } from '#core/period.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { dimensionsOf } from '#formula/keys.ts';
import { isFlow } from '#formula/source.ts';
import { counterpartOf, cubes, type Cube } from '../warehouse/cubes.ts';
import { sinceChange } from '../warehouse/generation.ts';
import { hiddenIn, hides, type Span } from './withheld-tables.ts';

/** Months of a year of which, in one table, only the sum is shown; usually one. */
export interface Piece {
	readonly months: readonly Period[];
	/** Whether the sum is shown already, or waits for the months to come. */
	readonly isClosed: boolean;
}

type OfSource = Omit<Span, 'months'>;
type Table = DimensionId | null;

/** The months of a piece as a span, and a table's name as its list of dimensions. */
const over = (of: OfSource, months: readonly Period[]): Span => ({ ...of, months });
const named = (table: Table) => (table === null ? ([] as const) : ([table] as const));

/** Whether months of a source may be put together; what is counted once a year is one number each month. */
export const isCut = ({ source, span }: Cube): boolean => source.cumulates === true && span === 'period';

/** The cubes whose months are cut alike, since what is in one could be told from the others. */
function alike(cube: Cube): Cube[] {
	const others = (cube.ties?.populations ?? []).flatMap(({ key }) => counterpartOf(cube, key)?.cube ?? []);
	return [cube, ...[...new Set(others)].map((id) => cubes().get(id)!)];
}

/** Every number of a table, whichever leaf and whichever of the cubes cut alike. */
const populationsIn = (of: OfSource, table: Table): { of: OfSource; population: string }[] =>
	alike(of.cube)
		.filter((cube) => table === null || dimensionsOf(cube.source)[table] !== undefined)
		.flatMap((cube) =>
			(cube.ties?.populations ?? []).flatMap(({ key, less }) =>
				less ? [] : [{ of: { ...of, cube }, population: key }]
			)
		);

/** The keys of a table withheld in some pieces of the year, so that the year's sum of them is lost. */
const lostIn = (of: OfSource, table: Table, population: string, pieces: readonly Piece[]): Set<string> =>
	new Set(
		pieces.flatMap(({ months }) => {
			const { keys, strict } = hiddenIn(over(of, months), named(table), population);
			return [...keys.keys(), ...strict];
		})
	);

/**
 * How a year's months up to one are cut for a table. Where values are read month by month each month is a piece. Where
 * they are read as the year's sum, a month that would cost another key its sum is added to the next, at most to the end
 * of the quarter: within such a piece nothing is shown by month, only the sum. The keys' pieces end where the total's do.
 */
export function piecesOf(of: OfSource, table: Table, month: Period): readonly Piece[] {
	const months = yearToDate(month);
	if (!isCut(of.cube)) return months.map((one) => ({ months: [one], isClosed: true }));
	const { limits, cube } = of;
	const rules = `${limits.below} ${limits.one.n}/${limits.one.d} ${limits.two.n}/${limits.two.d}`;
	return sinceChange(of.ledger, `pieces ${rules} ${cube.id} ${table} ${month}`, () => {
		const ends = new Set(
			table === null
				? months
				: piecesOf(of, null, month).flatMap((piece) => (piece.isClosed ? piece.months.slice(-1) : []))
		);
		const pieces: Piece[] = [];
		let open: Period[] = [];
		for (const one of months) {
			open.push(one);
			if (!ends.has(one)) continue;
			const whole = over(of, open);
			if (Number(one.slice(5)) % 3 !== 0 && losesMore(whole, table, pieces)) continue;
			pieces.push({ months: open, isClosed: true });
			open = [];
		}
		return open.length ? [...pieces, { months: open, isClosed: false }] : pieces;
	});
}

/** Whether showing some months' sum now would withhold keys that the year has not lost yet. */
const losesMore = ({ months, ...of }: Span, table: Table, pieces: readonly Piece[]): boolean =>
	populationsIn(of, table).some((one) => {
		const lost = lostIn(one.of, table, one.population, pieces);
		const { keys, strict, all } = hiddenIn(over(one.of, months), named(table), one.population);
		return all || [...keys.keys(), ...strict].some((key) => !lost.has(key));
	});

/** The keys withheld earlier in the year: when one more has to go, the year's sums then lose the fewest. */
export function lostBefore({ months, ...of }: Span, table: Table, population: string): ReadonlySet<string> {
	const [first] = months;
	if (!first || !isFlow(of.cube.source) || first.endsWith('-01')) return new Set();
	return lostIn(of, table, population, piecesOf(of, table, addMonths(first, -1)));
}

/** Whether the total of some months is shown: those of all the pieces they are. */
export function totalIsShown({ months, ...of }: Span, population: string): boolean {
	const pieces = piecesOf(of, null, months.at(-1)!).filter((piece) =>
		piece.months.some((month) => months.includes(month))
	);
	return pieces.every((piece) => !hides(hiddenIn(over(of, piece.months), [], population), ''));
}
