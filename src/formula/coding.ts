import type { DimensionId } from './dimensions.ts';
import { bindsRoster, columnsOfBinding, isMany, type Binding } from './dimensions.ts';
import type { Columns } from './columns.ts';
import { bindingOf, keysIn } from './keys.ts';
import type { Input, Source, Surroundings } from './source.ts';
import type { Stored } from './test.ts';

/** A dimension's keys as whole numbers, row by row. */
export interface Coded {
	readonly dimension: DimensionId;
	/** Key text by number. */
	readonly keys: readonly string[];
	/** The only key of each row, or `null` where rows may have several. */
	readonly single: Int32Array | null;
	/** Several keys: those of row r stand in `flat` from `start[r]` to `start[r + 1]`. */
	readonly start: Int32Array;
	readonly flat: Int32Array;
}

/** The cells and surroundings of one row at a time. */
export function reader(columns: Columns, input: Surroundings) {
	let at = 0;
	let month = '';
	let roster: ReturnType<Input['roster']> = new Map();
	return {
		reading: {
			cell: (name: string): Stored => columns.cells.get(name)?.[at] ?? null,
			enrolled: (uscc: string) => roster.get(uscc),
			kindOf: (id: string) => input.kindOf(id),
			get filer() {
				return columns.filers[at]!;
			}
		},
		get month() {
			return month;
		},
		move(row: number): void {
			at = row;
			if (columns.months[row] !== month) {
				month = columns.months[row]!;
				roster = input.roster(month);
			}
		}
	};
}

/** What decides the keys of a row on its own, if one cell does; then they are worked out once per distinct value. */
function decider(binding: Binding, columns: Columns): ((row: number) => Stored) | null {
	const oneMonth = !bindsRoster(binding) || new Set(columns.months).size <= 1;
	if (binding.by === 'filer' || binding.by === 'filerKind') return (row) => columns.filers[row]!;
	const names = columnsOfBinding(binding);
	if (names.length !== 1 || !oneMonth) return null;
	const cells = columns.cells.get(names[0]!);
	return (row) => cells?.[row] ?? null;
}

/** Numbers the keys of a dimension over all rows. */
export function code(source: Source, dimension: DimensionId, columns: Columns, input: Surroundings): Coded {
	const binding = bindingOf(source, dimension);
	const numbers = new Map<string, number>();
	const numberOf = (key: string): number => {
		let known = numbers.get(key);
		if (known === undefined) numbers.set(key, (known = numbers.size));
		return known;
	};
	const walk = reader(columns, input);
	const decides = decider(binding, columns);
	const known = new Map<Stored, readonly number[]>();
	const numbersAt = (row: number): readonly number[] => {
		const by = decides ? decides(row) : null;
		const before = decides ? known.get(by) : undefined;
		if (before) return before;
		walk.move(row);
		const found = keysIn(binding, walk.reading).map(numberOf);
		if (decides) known.set(by, found);
		return found;
	};
	if (!isMany(binding)) {
		const single = new Int32Array(columns.count);
		for (let row = 0; row < columns.count; row += 1) single[row] = numbersAt(row)[0]!;
		return {
			dimension,
			keys: [...numbers.keys()],
			single,
			start: new Int32Array(0),
			flat: new Int32Array(0)
		};
	}
	const start = new Int32Array(columns.count + 1);
	const flat: number[] = [];
	for (let row = 0; row < columns.count; row += 1) {
		for (const number of numbersAt(row)) flat.push(number);
		start[row + 1] = flat.length;
	}
	return { dimension, keys: [...numbers.keys()], single: null, start, flat: Int32Array.from(flat) };
}
