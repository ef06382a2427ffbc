/** Spreadsheets store 3.85 as 3.8500000000000001: the shortest number that is the same double is what was typed. */
export const shortest = (text: string): string =>
	/^-?\d+$/.test(text) || !Number.isFinite(Number(text)) ? text : String(Number(text));

/** `0.0385` shown as a percentage is `3.85%`, exactly. */
export function percent(text: string): string {
	const value = Number(text);
	if (!Number.isFinite(value)) return text;
	return `${Number(`${value}e2`.replace(/e([+-]?\d+)e2$/, (_, power) => `e${Number(power) + 2}`))}%`;
}
