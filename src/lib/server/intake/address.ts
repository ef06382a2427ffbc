/** `1` → `A`, `27` → `AA`. */
export function letterOf(column: number): string {
	let letters = '';
	for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
		letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
	}
	return letters;
}

/** `A` → `1`, `AA` → `27`. */
export const columnOf = (letters: string): number =>
	[...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);

/** The name of a sheet as Excel writes it before `!`: quoted where it must be. */
export const sheetName = (name: string): string =>
	/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !/^[A-Za-z]{1,3}\d+$/.test(name)
		? name
		: `'${name.replaceAll("'", "''")}'`;

/** Where a cell stands in the filer's own workbook, such as `存量!E1047`. */
export const address = (sheet: string, letters: string, line: number): string =>
	`${sheetName(sheet)}!${letters}${line}`;

/** Sheet, letters and line of an address made by `address`; `null` for any other text. */
export function parseAddress(where: string): { sheet: string; letters: string; line: number } | null {
	const match = /^(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]{1,3})(\d{1,7})$/.exec(where);
	if (!match) return null;
	return { sheet: match[1]?.replaceAll("''", "'") ?? match[2]!, letters: match[3]!, line: Number(match[4]) };
}

/** Where a field stands in a `.dat` (`字段`) or `.csv` (`列`). */
export const linePlace = (line: number, position: number | null, word: '字段' | '列'): string =>
	position === null ? `第${line}行` : `第${line}行 第${position}${word}`;
