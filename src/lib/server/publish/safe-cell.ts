import { printable } from './xml-text.ts';

/** What may stand in a cell of ours: never an object, so no formula or link can come in with data. */
export type CellInput = string | number | boolean | null;

const longest = 32_767;
const starts = /^[\s'"]*[=+\-@＝＋－＠\t\r\n]/;
/** A number as people write it: no formula, whatever sign it begins with. */
const number = /^[+-]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?[%‰]?$/;
const escapes = /_x(?=[0-9A-Fa-f]{4}_)/g;

/** Text marked by `'` where a spreadsheet could take it for a formula. */
export const inert = (text: string): string => (starts.test(text) && !number.test(text) ? `'${text}` : text);

/**
 * The value as it may be written: text without characters that Excel refuses to open, with `_x000D_` kept as typed,
 * cut at what a cell can hold, and marked by `'` where a spreadsheet could take it for a formula.
 */
export function safeCell(value: CellInput): CellInput {
	if (value === null || typeof value === 'boolean') return value;
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
		return value;
	}
	if (typeof value !== 'string') throw new TypeError(`not a cell value: ${typeof value}`);
	const marked = inert(printable(value).replaceAll(escapes, '_x005F_x'));
	if (marked.length <= longest) return marked;
	const cut = marked.slice(0, longest - 1);
	return `${printable(cut)}…`;
}

/** Text for a cell; never empty of meaning: `—` where there is none. */
export const safeText = (text: string): string => safeCell(text) as string;

/** A sheet's name as Excel allows it: at most 31 characters, without `[]:*?/\` and quotes at the ends. */
export function sheetName(text: string): string {
	const name = printable(text)
		.replace(/[[\]:*?/\\]/g, ' ')
		.trim()
		.slice(0, 31);
	return printable(name).replace(/^'+|'+$/g, '') || '表';
}
