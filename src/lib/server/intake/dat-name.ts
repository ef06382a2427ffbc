import type { Dataset } from '#datasets/define.ts';
import type { FormHead } from './header.ts';

/** The name of a `.dat`: who files, the table, the day it is stated at. */
export const datName = (prefix: string, table: string, on: string): string =>
	`${prefix}_${table}_${on.replaceAll('-', '')}.dat`;

/** What a `.dat`'s name says it is: the table code and the period of the date in it. */
export function nameHead(name: string, dataset: Dataset): FormHead {
	const parts = name.replace(/\.[^.]*$/, '').split('_');
	const named = parts.some((part) => part.toUpperCase() === dataset.table);
	const date = parts.map((part) => /^(20\d{2})(0[1-9]|1[0-2])(\d{2})?$/.exec(part)).find(Boolean);
	// A name without the table's code is another table, or not named by the rules; both are said.
	return { form: named ? dataset.table! : name, ...(date ? { period: `${date[1]}-${date[2]}` } : {}) };
}
