/** Why a text is not an exact decimal of so many places: not a number, too many decimals, or beyond 2⁵³. */
export type DecimalFault = 'grammar' | 'precision' | 'size';

/**
 * Reads plain decimal text as an integer of 10⁻ᵖˡᵃᶜᵉˢ: `1234.5` with two places is 123450.
 * Digits, one point, a leading minus and well-grouped thousands separators; nothing else is a number.
 */
export function scaledDecimal(text: string, places: number): number | DecimalFault {
	const length = text.length;
	let at = text.charCodeAt(0) === 45 ? 1 : 0;
	const negative = at === 1;
	let value = 0;
	let digits = 0;
	let decimals = -1;
	let group = -1;
	for (; at < length; at += 1) {
		const digit = text.charCodeAt(at) - 48;
		if (digit >= 0 && digit <= 9) {
			if (decimals >= 0) {
				decimals += 1;
				if (decimals > places) {
					if (digit) return isDecimal(text) ? 'precision' : 'grammar';
					continue;
				}
			} else {
				digits += 1;
				if (group >= 0) group += 1;
			}
			value = value * 10 + digit;
		} else if (digit === -4 && decimals < 0 && digits > 0 && (group < 0 ? digits <= 3 : group === 3)) {
			group = 0;
		} else if (digit === -2 && decimals < 0 && digits > 0 && (group < 0 || group === 3)) {
			decimals = 0;
		} else return 'grammar';
	}
	if (!digits || decimals === 0 || (decimals < 0 && group >= 0 && group !== 3)) return 'grammar';
	for (let i = Math.min(Math.max(decimals, 0), places); i < places; i += 1) value *= 10;
	if (value > Number.MAX_SAFE_INTEGER) return 'size';
	return negative && value ? -value : value;
}

const isDecimal = (text: string): boolean => /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text);

/** The number of a spreadsheet's number cell as plain decimal text of at most 15 digits, as the sheet shows it. */
export function plainNumber(text: string): string | null {
	const number = Number(text);
	if (!Number.isFinite(number) || !text.trim()) return null;
	const [mantissa, exponent] = number.toExponential(14).split('e') as [string, string];
	const sign = mantissa.startsWith('-') ? '-' : '';
	const digits = mantissa.replace(/[-.]/g, '');
	const point = Number(exponent) + 1;
	const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
	const fraction = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
	return `${sign}${withoutTrailingZeros(`${whole}.${fraction}`)}`;
}

/** Decimal text without the zeros that end its fraction, and without the point if nothing is left of it. */
export function withoutTrailingZeros(text: string): string {
	if (!text.includes('.')) return text;
	let end = text.length;
	while (text[end - 1] === '0') end -= 1;
	return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** An integer of 10⁻ᵖˡᵃᶜᵉˢ as plain decimal text with all its places. */
export function decimalText(value: number, places: number): string {
	const digits = String(Math.abs(value)).padStart(places + 1, '0');
	const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
	return value < 0 ? `-${text}` : text;
}
