import type { Column, Values } from '#datasets/define.ts';
import { writeValue } from '#datasets/write.ts';

/** A value as a clerk would write it in a cell, a code with its label. */
export function show(column: Column, value: Values[string]): string {
	if (value === null) return '（空）';
	const text = writeValue(column, value);
	if (column.kind !== 'code' && column.kind !== 'flag') return text;
	const label = writeValue(column, value, 'label');
	return column.kind === 'flag' || label === text ? label : `${text} ${label}`;
}
