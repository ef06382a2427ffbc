/** A field that no spreadsheet takes for a formula. */
function field(text: string | null): string {
	const plain = (text ?? '').replace(/[\p{Cc}]+/gu, ' ');
	const inert =
		/^[\s'"]*[=+\-@＝＋－＠]/u.test(plain) && !/^-?\d+(\.\d+)?$/.test(plain) ? `'${plain}` : plain;
	return /[",\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Lines as a `.csv` that spreadsheets open in Chinese. */
export const csvText = (lines: readonly (readonly (string | null)[])[]): string =>
	`\uFEFF${lines.map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
