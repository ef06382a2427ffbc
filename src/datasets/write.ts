import { decimalText } from '#core/decimal.ts';
import type { Column } from './define.ts';
import type { ReadValue } from './read.ts';

/** Decimals a column's number has in a file; `null` if it is none. */
export function placesOf(column: Column): number | null {
	switch (column.kind) {
		case 'money':
		case 'usd':
			return 2;
		case 'rate':
			return 5;
		case 'int':
			return 0;
		case 'dec':
			return column.places ?? 0;
		default:
			return null;
	}
}

/**
 * A value as file text: amounts with two decimals, rates with five, dates as they are, an empty cell as nothing.
 * With `label`, codes and flags are written in Chinese.
 */
export function writeValue(column: Column, value: ReadValue['value'], as: 'code' | 'label' = 'code'): string {
	if (value === null) return '';
	const places = placesOf(column);
	if (places !== null) return decimalText(value as number, places);
	if (column.kind === 'flag') return as === 'label' ? (value ? '是' : '否') : value ? '1' : '0';
	const written = (one: string): string => (as === 'label' ? (column.list?.at.get(one)?.label ?? one) : one);
	if (column.kind === 'codes')
		return (value as readonly string[]).map(written).join(as === 'label' ? '、' : ',');
	return column.kind === 'code' ? written(value as string) : String(value);
}
