import { add, divide, fromDecimal, isZero, multiply, sign, subtract, type Rational } from '#core/rational.ts';
import type { Reason } from '#formula/reason.ts';
import type { Expression } from '#reports/define.ts';

/** A worked-out value, or why there is none. */
export type Worked = { readonly value: Rational } | { readonly missing: Reason };

/** Where an expression finds its operands. */
export interface Operands {
	cell(column: string): Worked;
	total(column: string): Worked;
	parameter(id: string): Rational | null;
}

/** The exact value of an expression; missing if any operand is, or if it divides by nothing. */
export function workOut(expression: Expression, operands: Operands): Worked {
	switch (expression.is) {
		case 'cell':
			return operands.cell(expression.column);
		case 'total':
			return operands.total(expression.column);
		case 'number':
			return { value: fromDecimal(expression.text) };
		case 'parameter': {
			const value = operands.parameter(expression.id);
			return value === null ? { missing: 'not-in-effect' } : { value };
		}
		default:
			return combine(expression.is, workOut(expression.of[0], operands), workOut(expression.of[1], operands));
	}
}

function combine(operator: '+' | '-' | '*' | '/', a: Worked, b: Worked): Worked {
	if ('missing' in a) return a;
	if ('missing' in b) return b;
	switch (operator) {
		case '+':
			return { value: add(a.value, b.value) };
		case '-':
			return { value: subtract(a.value, b.value) };
		case '*':
			return { value: multiply(a.value, b.value) };
		case '/':
			return isZero(b.value) ? { missing: 'zero-denominator' } : { value: divide(a.value, b.value) };
	}
}

/** now ÷ base − 1, which says nothing where the base is zero or below. */
export function grown(now: Worked, base: Worked): Worked {
	if ('missing' in now) return now;
	if ('missing' in base) return { missing: 'base-missing' };
	if (sign(base.value) <= 0) return { missing: 'base-not-positive' };
	return { value: subtract(divide(now.value, base.value), fromDecimal('1')) };
}

/** How an expression reads as a spreadsheet formula. */
export function written(
	expression: Expression,
	names: { cell(column: string): string; total(column: string): string; parameter(id: string): string }
): string {
	switch (expression.is) {
		case 'cell':
			return names.cell(expression.column);
		case 'total':
			return names.total(expression.column);
		case 'number':
			return expression.text;
		case 'parameter':
			return names.parameter(expression.id);
		default: {
			const [a, b] = expression.of.map((one) => written(one, names));
			const left = binds(expression.of[0]) < binds(expression) ? `(${a})` : a;
			const right = binds(expression.of[1]) <= binds(expression) ? `(${b})` : b;
			return `${left}${expression.is}${right}`;
		}
	}
}

/** How strongly an expression holds together, for brackets. */
const binds = (expression: Expression): number =>
	expression.is === '+' || expression.is === '-' ? 1 : expression.is === '*' || expression.is === '/' ? 2 : 3;
