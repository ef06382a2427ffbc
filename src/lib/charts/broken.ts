import { textWidth } from './palette.ts';

/** Lines of at most `width` px, broken between characters but never inside a number with its unit. */
export function broken(text: string, width: number, size: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const piece of text.match(/[\d.,%+\-—–/]+[\p{L}%]?|[A-Za-z]+|./gu) ?? []) {
		if (line && textWidth(line + piece, size) > width && !/^[，。；、：）”]/.test(piece)) {
			lines.push(line);
			line = '';
		}
		line += piece;
	}
	return line ? [...lines, line] : lines;
}
