import { withoutTrailingZeros } from './decimal.ts';
import {
	compare,
	divide,
	fromDecimal,
	multiply,
	rational,
	subtract,
	absolute,
	toFixed,
	toNumber
} from './rational.ts';
import type { Rational } from './rational.ts';
import { unitOf, type UnitId } from './unit.ts';

/** What stands where there is no value; never a blank and never 0. */
export const none = '—';
/** What stands where there is a value that is not published; a footnote says so. */
export const notPublished = 'x';

/** The value in its display unit, still exact. */
export function inUnit(value: Rational, id: UnitId): Rational {
	const [n, d] = unitOf(id).per;
	return divide(value, rational(n, d));
}

/** The same, not in lowest terms: enough to print or compare, and many times faster. */
function scaled(value: Rational, id: UnitId): Rational {
	const [n, d] = unitOf(id).per;
	return { n: value.n * d, d: value.d * n };
}

/** Decimal text with thousands separated by a comma. */
export function grouped(text: string): string {
	const dot = text.indexOf('.');
	const end = dot < 0 ? text.length : dot;
	const start = text.startsWith('-') ? 1 : 0;
	let out = text.slice(end);
	let at = end;
	for (; at - start > 3; at -= 3) out = `,${text.slice(at - 3, at)}${out}`;
	return text.slice(0, at) + out;
}

export interface Printing {
	/** A line the value is tested against. Where rounding would show it as met, another decimal is printed. */
	readonly threshold?: Rational;
	/** Decimals, if not those of the unit. */
	readonly decimals?: number;
	/** Without thousands separators, as in the text of official documents. */
	readonly plain?: boolean;
}

/** Decimals to print: those of the unit, or enough that a missed threshold never reads as reached. */
export function decimalsOf(value: Rational, id: UnitId, printing: Printing = {}): number {
	const wanted = printing.decimals ?? unitOf(id).decimals;
	if (!printing.threshold) return wanted;
	const [shown, line] = [scaled(value, id), scaled(printing.threshold, id)];
	const gap = absolute(subtract(shown, line));
	let decimals = wanted;
	if (compare(gap, fromDecimal('0.1')) < 0 && gap.n !== 0n) decimals = Math.max(decimals, 2);
	while (decimals < 8 && gap.n !== 0n && toFixed(shown, decimals) === toFixed(line, decimals)) decimals += 1;
	return decimals;
}

/** How a value prints in its unit, without the unit's label; `—` if there is none. */
export function format(value: Rational | null, id: UnitId, printing: Printing = {}): string {
	if (value === null) return none;
	const text = toFixed(scaled(value, id), decimalsOf(value, id, printing));
	return printing.plain ? text : grouped(text);
}

/** As `format`, with a sign also before what is above zero. */
export function formatSigned(value: Rational | null, id: UnitId, printing: Printing = {}): string {
	const text = format(value, id, printing);
	return value !== null && value.n > 0n && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Decimal text as prose prints it: trailing zeros dropped, no separators (4.2万亿元, 12%). */
export const prose = (value: Rational, id: UnitId, decimals = unitOf(id).decimals): string =>
	withoutTrailingZeros(toFixed(scaled(value, id), decimals));

/**
 * The exact value as data: 元 as decimal text with two places, counts as integers, shares as fractions,
 * interest rates in % per year.
 */
export function plainValue(value: Rational, id: UnitId): string | number {
	const { base } = unitOf(id);
	if (base === 'fen') return toFixed({ n: value.n, d: value.d * 100n }, 2);
	if (id === 'basisPoint') return toNumber(inUnit(value, id));
	if (base === 'rate') return toNumber(multiply(value, rational(1n, 100_000n)));
	return toNumber(value);
}

/** The number in its display unit, for drawing. */
export const plotted = (value: Rational, id: UnitId): number => toNumber(scaled(value, id));
