import { keptTogether } from '#core/kept-together.ts';
import { textWidth } from './palette.ts';

/** Lines of at most `width` px, broken between characters but never inside a number with its unit. */
export function broken(text: string, width: number, size: number): string[] {
	const lines: string[] = [];
	let line = '';
	const pieces = keptTogether(text).flatMap((piece, i) =>
		i % 2 ? [piece] : (piece.match(/[A-Za-z]+|./gu) ?? [])
	);
	for (const piece of pieces) {
		if (line && textWidth(line + piece, size) > width && !/^[，。；、：）”]/.test(piece)) {
			lines.push(line);
			line = '';
		}
		line += piece;
	}
	return line ? [...lines, line] : lines;
}
