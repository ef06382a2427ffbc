import { decimalsOf, format, inUnit } from '#core/number.ts';
import { divide, multiply, rational, toFixed, toNumber, type Rational } from '#core/rational.ts';
import { isShare, unitOf, type UnitId } from '#core/unit.ts';
import { signOf, type Reason } from '#formula/reason.ts';

/** The value as it stands in a cell: a share as a fraction, everything else counted in its display unit. */
export const stored = (exact: Rational, unit: UnitId): Rational =>
	isShare(unit) ? exact : inUnit(exact, unit);

/** Back from a cell to base units. */
export function exactOf(value: Rational, unit: UnitId): Rational {
	if (isShare(unit)) return value;
	const [n, d] = unitOf(unit).per;
	return multiply(value, rational(n, d));
}

/** Decimals of a number, one more than usual where rounding would hide that a target is missed. */
export const decimalsFor = (exact: Rational | null, unit: UnitId, threshold?: Rational | null): number =>
	exact === null ? unitOf(unit).decimals : decimalsOf(exact, unit, threshold ? { threshold } : {});

/** As printed in tables; without a value the sign that says why. */
export const displayed = (
	exact: Rational | null,
	unit: UnitId,
	decimals: number,
	reason: Reason | null = null
): string => {
	if (exact === null) return signOf(reason);
	const text = format(exact, unit, { decimals });
	return isShare(unit) ? `${text}%` : text;
};

/** The number format of a cell; 百分点 and 基点 are told apart from % in the cell itself. */
export function numberFormat(unit: UnitId, decimals: number): string {
	const places = decimals > 0 ? `.${'0'.repeat(decimals)}` : '';
	if (isShare(unit)) return `0${places}%`;
	return saysUnit(unit) ? `0${places}"${unitOf(unit).label}"` : `#,##0${places}`;
}

/** Whether each cell of this unit says it itself, so that headings need not. */
export const saysUnit = (unit: UnitId): boolean =>
	isShare(unit) || ['percentagePoint', 'finePoint', 'ratePoint', 'basisPoint'].includes(unit);

/** A cell's raw value in the 数据 sheet: 元, things, fractions, % per year. */
export function raw(exact: Rational, unit: UnitId): number {
	const { base } = unitOf(unit);
	if (base === 'fen') return toNumber(divide(exact, rational(100n)));
	if (base === 'rate') return toNumber(divide(exact, rational(100_000n)));
	return toNumber(exact);
}

/** What the raw value is counted in. */
export function rawUnit(unit: UnitId): string {
	const { base, label } = unitOf(unit);
	if (base === 'fen') return '元';
	if (base === 'fraction') return '比例';
	return base === 'rate' ? '%' : label;
}

/** The factor from the raw value to the cell, as a formula writes it: `/100000000`, or nothing. */
export function fromRaw(unit: UnitId): string {
	if (isShare(unit)) return '';
	const { base, per } = unitOf(unit);
	const scale = base === 'fen' ? 100n : base === 'rate' ? 100_000n : 1n;
	const factor = rational(per[0], per[1] * scale);
	if (factor.n === 1n && factor.d === 1n) return '';
	return factor.d === 1n ? `/${factor.n}` : `*${toFixed(rational(factor.d, factor.n), 0)}`;
}
