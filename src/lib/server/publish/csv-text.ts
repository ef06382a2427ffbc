import { inert } from './safe-cell.ts';
import { printable } from './xml-text.ts';

/** A field that no spreadsheet takes for a formula, on one line. */
function field(text: string | null): string {
	const plain = inert(printable((text ?? '').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')));
	return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Lines as a `.csv` that spreadsheets open in Chinese. */
export const csvText = (lines: readonly (readonly (string | null)[])[]): string =>
	`\uFEFF${lines.map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
