import type { CodeList } from '#codes/define.ts';
import type { Binding } from '#datasets/binding.ts';

export type { Binding, Bindings } from '#datasets/binding.ts';
export * from '#datasets/dimensions.ts';

/** Whether a row may have several keys, or none. */
export const isMany = (binding: Binding): boolean =>
	binding.by === 'tree' || binding.by === 'codes' || binding.by === 'labels';

/** Whether a row under a code also stands under the codes above it. */
export const isTree = (binding: Binding): binding is Extract<Binding, { by: 'tree' }> =>
	binding.by === 'tree';

/** Whether it asks the roster. */
export const bindsRoster = (binding: Binding): boolean => binding.by === 'labels' || binding.by === 'roster';

/** Columns of the row it reads. */
export function columnsOfBinding(binding: Binding): string[] {
	if (binding.by === 'filer' || binding.by === 'filerKind') return [];
	if (binding.by === 'term') return [binding.from, binding.to];
	if (binding.by === 'roster' && binding.otherwise) return [binding.column, binding.otherwise];
	return [binding.column];
}

/** A code and every code above it. */
export function withAncestors(list: CodeList, code: string): string[] {
	const parent = list.at.get(code)?.parent;
	return parent === undefined || !list.at.has(parent) ? [code] : [code, ...withAncestors(list, parent)];
}
