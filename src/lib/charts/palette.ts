/** The house colours for drawing; the same names as in tokens.css. */
export const palette = {
	ink: '#14202e',
	ink2: '#4a5868',
	ink3: '#66727f',
	line: '#d9dee4',
	grid: '#eceff3',
	paper: '#ffffff',
	brand: '#12436d',
	brand2: '#2073bc',
	brand3: '#6bace6',
	tint: '#b9cde1',
	wash: '#e9f0f7',
	bad: '#b3261e',
	accent: '#f46a25',
	accentInk: '#b8470f'
} as const;

/** Categories in order; no chart uses more than four. */
export const categories = ['#12436d', '#28a197', '#801650', '#f46a25'] as const;
/** The same for text on white, where the lighter ones would be hard to read. */
export const categoryInks = ['#12436d', '#17756d', '#801650', '#b8470f'] as const;
/** Shares of one whole, from most to least. */
export const tints = ['#12436d', '#2073bc', '#6bace6', '#b9cde1', '#dfe8f1', '#eceff3'] as const;

/** System fonts first; the last name is the one shipped for pictures drawn on the server. */
export const fontFamily =
	"'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC',sans-serif";

/** Smallest text in a chart, in px. */
export const textSize = 12;

/** Width of a text in px, near enough to leave room for it: a Chinese character is one em, a Latin one about 0.57. */
export function textWidth(text: string, size: number = textSize): number {
	let ems = 0;
	for (const character of text) ems += /[\u2e80-\uffef—…“”‘’▲▼]/u.test(character) ? 1 : 0.57;
	return Math.ceil(ems * size);
}
