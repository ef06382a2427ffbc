import { type Period } from '#core/period.ts';
import { rational, type Rational } from '#core/rational.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { prepared, type Ledger } from '../ledger/open.ts';

/** Values of one cube by month and keys; each is the packed text of its leaves, taken apart on demand. */
export interface CellTable {
	/** Month → keys in the order asked for, joined by a tab → packed leaves. */
	readonly at: ReadonlyMap<Period, ReadonlyMap<string, string>>;
}

/** Up to this many months are read one by one through the index by month; more as one run of the primary key. */
const fewMonths = 4;

/** Reads the cells of a cube for some months, broken down by `by`, with some dimensions fixed; at most two in all. */
export function readCells(
	ledger: Ledger,
	cube: string,
	months: readonly Period[],
	by: readonly DimensionId[],
	fixed: ReadonlyMap<DimensionId, string>
): CellTable {
	const dims = [...new Set<DimensionId>([...by, ...fixed.keys()])].sort();
	if (dims.length > 2) throw new RangeError(`too many dimensions: ${dims.join(',')}`);
	const bound = dims.map((dimension, at) => (fixed.has(dimension) ? ` and k${at + 1} = ?` : '')).join('');
	// Naming the empty keys too lets a series be read as one run of the primary key.
	const unused = dims.length === 0 ? ` and k1 = '' and k2 = ''` : dims.length === 1 ? ` and k2 = ''` : '';
	const keys = dims.flatMap((dimension) => fixed.get(dimension) ?? []);
	const select = `select period, k1, k2, value from cell where cube = ? and dims = ?${unused}${bound}`;
	const named = [cube, dims.join(','), ...keys];
	const few = months.length <= fewMonths;
	// The plus keeps the planner from reading every cell of a span of months to find those of a few keys.
	const plus = keys.length === dims.length ? '' : '+';
	const statement = prepared(
		ledger.db,
		few ? `${select} and period = ?` : `${select} and ${plus}period >= ? and ${plus}period <= ?`
	).raw();
	const rows = (
		few
			? months.flatMap((month) => statement.all(...named, month))
			: statement.all(...named, months[0], months.at(-1))
	) as string[][];
	const order = by.map((dimension) => dims.indexOf(dimension) + 1);
	const at = new Map<Period, Map<string, string>>();
	for (const row of rows) {
		const key = order.length === 1 ? row[order[0]!]! : order.map((place) => row[place]).join('\t');
		const month = at.get(row[0]!);
		if (month) month.set(key, row[3]!);
		else at.set(row[0]!, new Map([[key, row[3]!]]));
	}
	return { at };
}

/** One leaf of a packed cell, by its place; `null` if it has no value. Throws if the cell does not reach so far. */
export function unpack(packed: string, place: number): Rational | null {
	let from = 0;
	for (let skip = place; skip > 0; skip -= 1) {
		const comma = packed.indexOf(',', from);
		if (comma < 0) throw new RangeError(`cell of another shape: no place ${place} in ${packed}`);
		from = comma + 1;
	}
	const to = packed.indexOf(',', from);
	const text = to < 0 ? packed.slice(from) : packed.slice(from, to);
	if (text === '') return null;
	const bar = text.indexOf('/');
	return bar < 0
		? { n: BigInt(text), d: 1n }
		: rational(BigInt(text.slice(0, bar)), BigInt(text.slice(bar + 1)));
}

/** Whether a month of a cube was built from anything, and whether what was built still holds. */
export interface CellState {
	readonly filed: boolean;
	/** Something has changed since. */
	readonly dirty: boolean;
	/** Its cells have the shape asked for now; those of another shape must not be read. */
	readonly readable: boolean;
}

/** The state of a cube's months that were ever built or marked, given the shape its cells should have. */
export function readStates(
	ledger: Ledger,
	cube: string,
	shapeAt: (month: Period) => string
): ReadonlyMap<Period, CellState> {
	const rows = prepared(
		ledger.db,
		'select period, builtAt, dirtySince, shape from cell_state where cube = ? order by period'
	)
		.raw()
		.all(cube) as [string, string | null, string | null, string][];
	return new Map(
		rows.map(([period, builtAt, dirtySince, shape]) => {
			const readable = shape === shapeAt(period);
			return [period, { filed: builtAt !== null, dirty: dirtySince !== null || !readable, readable }];
		})
	);
}
