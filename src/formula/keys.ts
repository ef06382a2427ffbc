import type { Source } from './source.ts';
import { isView } from './source.ts';
import type { Enrolled } from './source.ts';
import type { Stored } from './test.ts';
import { unfilled, withAncestors, type Binding, type Bindings, type DimensionId } from './dimensions.ts';

/** Where the rows of a source carry each dimension. */
export const dimensionsOf = (source: Source): Bindings => (isView(source) ? source.dimensions : source.by);

/** The binding of a dimension; throws `unknown dimension: …`. */
export function bindingOf(source: Source, dimension: DimensionId): Binding {
	const found = dimensionsOf(source)[dimension];
	if (!found) throw new RangeError(`unknown dimension: ${source.id} ${dimension}`);
	return found;
}

/** What a key is read from: the row's cells and filer, and what is known about enterprises and institutions. */
export interface Reading {
	readonly cell: (column: string) => Stored;
	readonly filer: string;
	readonly enrolled: (uscc: string) => Enrolled | undefined;
	readonly kindOf: (institution: string) => string | null;
}

const digits = (date: Stored): number => Number(String(date).replaceAll('-', ''));

/** S up to one year, M up to five, L beyond, by the calendar; unfilled if a date is missing. */
export function termOf(from: Stored, to: Stored): string {
	if (from === null || to === null || from === '' || to === '') return unfilled;
	const years = digits(to) - digits(from);
	return years <= 1_0000 ? 'S' : years <= 5_0000 ? 'M' : 'L';
}

const one = (value: Stored): readonly string[] => [value === null || value === '' ? unfilled : String(value)];

/** The keys under which a row stands in a dimension: one, or for overlapping dimensions any number. */
export function keysIn(binding: Binding, { cell, filer, enrolled, kindOf }: Reading): readonly string[] {
	switch (binding.by) {
		case 'filer':
			return [filer];
		case 'filerKind':
			return one(kindOf(filer));
		case 'column':
			return one(cell(binding.column));
		case 'kindOf':
			return one(kindOf(String(cell(binding.column) ?? '')));
		case 'prefix':
			return one(String(cell(binding.column) ?? '').slice(0, binding.length));
		case 'tree': {
			const code = cell(binding.column);
			return code === null || code === '' ? [] : withAncestors(binding.list, String(code));
		}
		case 'codes':
			return String(cell(binding.column) ?? '')
				.split(',')
				.filter(Boolean);
		case 'term':
			return [termOf(cell(binding.from), cell(binding.to))];
		case 'labels':
			return enrolled(String(cell(binding.column) ?? ''))?.labels ?? [];
		case 'roster': {
			const found = enrolled(String(cell(binding.column) ?? ''))?.[binding.take];
			if (found) return [found];
			const own = binding.otherwise ? String(cell(binding.otherwise) ?? '') : '';
			return [binding.list.at.has(own) ? own : unfilled];
		}
	}
}
