import { rosterScopes } from '#codes/label.ts';
import { endOf, type Period } from '#core/period.ts';
import { isZero } from '#core/rational.ts';
import type { ParameterId, ParameterLookUp } from '#policy/parameters.ts';
import type { Enrolled, Scope } from './source.ts';

type Plain = string | number;

/** What a row must satisfy to be counted: data, so that it can be run, compiled to SQL and put into words. */
export type Test<K extends string = string> =
	| { readonly is: 'among'; readonly column: K; readonly values: readonly Plain[] }
	| { readonly is: 'starts'; readonly column: K; readonly prefix: string }
	| { readonly is: 'above'; readonly column: K; readonly value: number }
	| { readonly is: 'filled'; readonly column: K }
	| { readonly is: 'true'; readonly column: K }
	/** The enterprise holds a label of the scope on the month's last day; `asked` is the scope of the question. */
	| { readonly is: 'roster'; readonly column: K; readonly scope: Scope | 'asked' }
	| { readonly is: 'any'; readonly of: readonly Test<K>[] }
	| { readonly is: 'not'; readonly of: Test<K> }
	/** Counts only in months in which the parameter is in force and not zero. */
	| { readonly is: 'when'; readonly parameter: ParameterId; readonly of: Test<K> };

/** The column holds one of these codes; of a column with several codes, at least one. */
export const among = <K extends string>(column: K, ...values: Plain[]): Test<K> => ({
	is: 'among',
	column,
	values
});
export const starts = <K extends string>(column: K, prefix: string): Test<K> => ({
	is: 'starts',
	column,
	prefix
});
export const above = <K extends string>(column: K, value: number): Test<K> => ({
	is: 'above',
	column,
	value
});
export const filled = <K extends string>(column: K): Test<K> => ({ is: 'filled', column });
export const isTrue = <K extends string>(column: K): Test<K> => ({ is: 'true', column });
/** The enterprise of this column is a 科创企业 on the day. */
export const onRoster = <K extends string>(column: K, scope: Scope | 'asked' = 'asked'): Test<K> => ({
	is: 'roster',
	column,
	scope
});
export const any = <K extends string>(...of: Test<K>[]): Test<K> => ({ is: 'any', of });
export const not = <K extends string>(of: Test<K>): Test<K> => ({ is: 'not', of });
export const when = <K extends string>(parameter: ParameterId, of: Test<K>): Test<K> => ({
	is: 'when',
	parameter,
	of
});

/** Whether a parameter switches a test on in a month. */
export function switchedOn(id: ParameterId, month: Period, parameter: ParameterLookUp): boolean {
	const value = parameter(id, endOf(month));
	return value !== null && !isZero(value);
}

/** The test with the scope of the question filled in. */
export function scoped<K extends string>(test: Test<K>, scope: Scope): Test<K> {
	switch (test.is) {
		case 'roster':
			return test.scope === 'asked' ? { ...test, scope } : test;
		case 'any':
			return { ...test, of: test.of.map((one) => scoped(one, scope)) };
		case 'not':
		case 'when':
			return { ...test, of: scoped(test.of, scope) };
		default:
			return test;
	}
}

/** Columns a test reads. */
export function columnsOfTest(test: Test): string[] {
	if (test.is === 'any') return test.of.flatMap(columnsOfTest);
	if (test.is === 'not' || test.is === 'when') return columnsOfTest(test.of);
	return [test.column];
}

/** Parameters that switch parts of it on. */
export function parametersOfTest(test: Test): ParameterId[] {
	if (test.is === 'any') return test.of.flatMap(parametersOfTest);
	if (test.is === 'not') return parametersOfTest(test.of);
	return test.is === 'when' ? [test.parameter, ...parametersOfTest(test.of)] : [];
}

/** Whether it asks the roster. */
export function asksRoster(test: Test): boolean {
	if (test.is === 'any') return test.of.some(asksRoster);
	if (test.is === 'not' || test.is === 'when') return asksRoster(test.of);
	return test.is === 'roster';
}

/** A cell as it is stored: flags as 1 and 0, several codes joined by a comma. */
export type Stored = string | number | null;

/** Whether a row passes; cells are read by column name. The reference the SQL is measured against. */
export function passes(
	test: Test,
	cell: (column: string) => Stored,
	enrolled: (uscc: string) => Enrolled | undefined,
	month: Period,
	parameter: ParameterLookUp
): boolean {
	switch (test.is) {
		case 'among': {
			const value = cell(test.column);
			if (value === null) return false;
			if (typeof value === 'number') return test.values.includes(value);
			return value.split(',').some((one) => test.values.includes(one));
		}
		case 'starts':
			return String(cell(test.column) ?? '').startsWith(test.prefix);
		case 'above': {
			const value = cell(test.column);
			return typeof value === 'number' && value > test.value;
		}
		case 'filled': {
			const value = cell(test.column);
			return value !== null && value !== '';
		}
		case 'true':
			return cell(test.column) === 1;
		case 'roster': {
			const found = enrolled(String(cell(test.column) ?? ''));
			const counted: readonly string[] = rosterScopes[test.scope === 'national' ? 'national' : 'beijing'];
			return found !== undefined && found.labels.some((label) => counted.includes(label));
		}
		case 'any':
			return test.of.some((one) => passes(one, cell, enrolled, month, parameter));
		case 'not':
			return !passes(test.of, cell, enrolled, month, parameter);
		case 'when':
			return (
				switchedOn(test.parameter, month, parameter) && passes(test.of, cell, enrolled, month, parameter)
			);
	}
}
