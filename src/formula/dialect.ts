/** How one database writes what differs between databases. Another database is another object of this shape. */
export interface Dialect {
	readonly id: string;
	/** A column or table name. */
	name(identifier: string): string;
	/** A literal text. */
	text(value: string): string;
	/** An integer as text, so that no digit is lost on the way. */
	exact(expression: string): string;
	/** `2026-09-30` as the number 20260930. */
	digits(expression: string): string;
	/** Whether a comma-joined list holds a code. */
	holds(list: string, code: string): string;
	/** Whether two bit sets share a bit. */
	shares(bits: string, mask: string): string;
	/** Whole quotient and remainder, both truncated toward zero. */
	quotient(a: string, b: string): string;
	remainder(a: string, b: string): string;
	/** Number of different values for which the condition holds. */
	distinct(condition: string, expression: string): string;
	/** A table of rows given as literals. */
	rows(names: readonly string[], rows: readonly (readonly (string | number)[])[]): string;
	/** A table read from one JSON parameter: an array of arrays. */
	fromJson(parameter: string, names: readonly string[]): string;
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** SQLite. */
export const sqlite: Dialect = {
	id: 'sqlite',
	name: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
	text: quoted,
	exact: (expression) => `cast(${expression} as text)`,
	digits: (expression) => `cast(replace(${expression}, '-', '') as integer)`,
	holds: (list, code) => `instr(',' || ${list} || ',', ',' || ${code} || ',') > 0`,
	shares: (bits, mask) => `(${bits} & ${mask}) <> 0`,
	quotient: (a, b) => `(${a} / ${b})`,
	remainder: (a, b) => `(${a} % ${b})`,
	distinct: (condition, expression) => `count(distinct case when ${condition} then ${expression} end)`,
	rows: (names, rows) =>
		rows.length
			? rows
					.map((row) => {
						const cells = row.map(
							(value, at) =>
								`${typeof value === 'number' ? value : quoted(value)} as ${sqlite.name(names[at]!)}`
						);
						return `select ${cells.join(', ')}`;
					})
					.join(' union all ')
			: `select ${names.map((name) => `null as ${sqlite.name(name)}`).join(', ')} where 0`,
	fromJson: (parameter, names) =>
		`select ${names.map((name, at) => `value ->> ${at} as ${sqlite.name(name)}`).join(', ')} from json_each(${parameter})`
};
