/** An exact number as a fraction in lowest terms, denominator above zero. All indicator arithmetic is done in these. */
export interface Rational {
	readonly n: bigint;
	readonly d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
	while (b) [a, b] = [b, a % b];
	return a < 0n ? -a : a;
}

/** The fraction n/d in lowest terms; throws `zero denominator`. */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
	let [a, b] = [BigInt(n), BigInt(d)];
	if (b === 0n) throw new RangeError('zero denominator');
	if (b === 1n) return { n: a, d: b };
	if (b < 0n) [a, b] = [-a, -b];
	const g = gcd(a, b) || 1n;
	return { n: a / g, d: b / g };
}

export const zero: Rational = { n: 0n, d: 1n };
export const add = (a: Rational, b: Rational): Rational =>
	a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => add(a, { n: -b.n, d: b.d });
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
/** a ÷ b; throws `zero denominator`, so ask `isZero(b)` first. */
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d });
export const absolute = (a: Rational): Rational => (a.n < 0n ? negate(a) : a);
export const isZero = (a: Rational): boolean => a.n === 0n;
export const sign = (a: Rational): -1 | 0 | 1 => (a.n < 0n ? -1 : a.n > 0n ? 1 : 0);
/** Negative, zero or positive as a is below, equal to or above b. */
export const compare = (a: Rational, b: Rational): number => {
	const [x, y] = [a.n * b.d, b.n * a.d];
	return x < y ? -1 : x > y ? 1 : 0;
};
export const minimum = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b);
export const maximum = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b);

/** Rounded half away from zero to `places` decimals, as plain decimal text without separators. */
export function toFixed(a: Rational, places: number): string {
	const scale = 10n ** BigInt(places);
	const magnitude = (a.n < 0n ? -a.n : a.n) * scale;
	const units = (magnitude * 2n + a.d) / (a.d * 2n);
	const digits = units.toString().padStart(places + 1, '0');
	const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
	return a.n < 0n && units > 0n ? `-${text}` : text;
}

/** The nearest double, for drawing and JSON; never fed back into sums. */
export function toNumber(a: Rational): number {
	if (a.d === 1n) return Number(a.n);
	const [n, d] = [Number(a.n), Number(a.d)];
	// Both exact: the quotient of two doubles is the nearest one.
	if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) return n / d;
	return Number(toFixed(a, 18)) || Number(a.n) / Number(a.d);
}

/** Reads plain decimal text such as `-12.50` exactly; throws `invalid decimal: …`. */
export function fromDecimal(text: string): Rational {
	const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
	if (!match) throw new RangeError(`invalid decimal: ${text}`);
	const fraction = match[3] ?? '';
	const value = rational(BigInt(match[2] + fraction), 10n ** BigInt(fraction.length));
	return match[1] ? negate(value) : value;
}
