/** Characters no cell may hold: controls, and marks that reverse or isolate the direction of writing. */
const isForbidden = (code: number): boolean =>
	(code < 32 && code !== 9 && code !== 10 && code !== 13) ||
	(code >= 0x7f && code <= 0x9f) ||
	(code >= 0x202a && code <= 0x202e) ||
	(code >= 0x2066 && code <= 0x2069) ||
	code === 0x200e ||
	code === 0x200f ||
	code === 0x061c ||
	code === 0xfffe ||
	code === 0xffff;

/** The first forbidden character of a text, as `U+202E`; `null` if there is none. */
export function forbiddenCharacter(text: string): string | null {
	for (let i = 0; i < text.length; i += 1) {
		const code = text.charCodeAt(i);
		if (isForbidden(code)) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	}
	return text.isWellFormed() ? null : 'U+D800';
}

/** Whether a text is letters, digits and ASCII signs without blanks: what most cells are, and needs no tidying. */
export function isPlain(text: string): boolean {
	for (let i = 0; i < text.length; i += 1) {
		const code = text.charCodeAt(i);
		if (code <= 32 || code > 126) return false;
	}
	return true;
}

const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
const blanks = /[\s\u00a0\u3000]+/g;

/** Without invisible characters, and without blanks at its ends. */
export const trimmed = (text: string): string => {
	for (let i = 0; i < text.length; i += 1) {
		const code = text.charCodeAt(i);
		if (code === 0xad || (code >= 0x2000 && code < 0x2070) || code === 0xfeff) {
			return text.replace(invisible, '').trim();
		}
	}
	return text.trim();
};

/** Full-width letters, digits and signs as ASCII; everything else as it is. */
export const halfWidth = (text: string): string =>
	text
		.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
		.replaceAll('\u3000', ' ');

/** A code or number as meant: half-width, without any blank or invisible character. */
export const compact = (text: string): string => halfWidth(text).replace(invisible, '').replace(blanks, '');
