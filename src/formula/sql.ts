import { labels, rosterScopes } from '#codes/label.ts';
import type { Period } from '#core/period.ts';
import type { Dataset } from '#datasets/define.ts';
import { parameter as ownParameter, type ParameterLookUp } from '#policy/parameters.ts';
import type { Dialect } from './dialect.ts';
import { unfilled, withAncestors, type Binding, type DimensionId } from './dimensions.ts';
import type { Leaf } from './formula.ts';
import { bindingOf } from './keys.ts';
import { switchedOn, type Test } from './test.ts';

const labelOrder = labels.codes.map(({ code }) => code);
/** The bit of a label in the roster's bit set: its place in the code list. */
export const bitOf = (label: string): number => 2 ** labelOrder.indexOf(label);
export const bitsOf = (held: readonly string[]): number =>
	held.reduce((bits, label) => bits | bitOf(label), 0);
export const labelsIn = (bits: number): string[] => labelOrder.filter((label) => (bits & bitOf(label)) !== 0);

/** Low parts of products, as in the roll-up. */
const split = 1_000_000;

/** A query over fact tables whose two JSON parameters are the submissions in force and the kinds of institutions. */
export interface Compiled {
	readonly sql: string;
	/** Columns of each result row: the keys, then per leaf one column, or two to be joined as high·10⁶ + low. */
	readonly keys: number;
	readonly read: (row: readonly (string | number | null)[]) => (bigint | null)[];
}

/** Where rows come from: `submissions` is a JSON array of [id, institution, month], `kinds` of [institution, kind]. */
export const parameters = { submissions: '@submissions', kinds: '@kinds' } as const;

class Builder {
	readonly joins = new Map<string, string>();
	readonly d: Dialect;
	readonly dataset: Dataset;
	readonly months: readonly Period[];
	readonly lookUp: ParameterLookUp;
	constructor(d: Dialect, dataset: Dataset, months: readonly Period[], lookUp: ParameterLookUp) {
		this.lookUp = lookUp;
		this.d = d;
		this.dataset = dataset;
		this.months = months;
	}

	column(name: string): string {
		if (!(name in this.dataset.columns)) throw new RangeError(`unknown column: ${this.dataset.id}.${name}`);
		return `f.${this.d.name(name)}`;
	}

	/** The roster at the month's end, joined once per column. */
	roster(column: string): string {
		const alias = this.d.name(`roster_${column}`);
		this.joins.set(
			`roster ${column}`,
			`left join roster_on ${alias} on ${alias}.period = src.month and ${alias}.uscc = ${this.column(column)}`
		);
		return alias;
	}

	kindOf(expression: string, as: string): string {
		const alias = this.d.name(`kind_${as}`);
		this.joins.set(`kind ${as}`, `left join kinds ${alias} on ${alias}.institution = ${expression}`);
		return `${alias}.kind`;
	}

	test(test: Test): string {
		const { d } = this;
		switch (test.is) {
			case 'among': {
				const column = this.column(test.column);
				if (this.dataset.columns[test.column]!.kind === 'codes')
					return `coalesce(${test.values.map((value) => d.holds(column, d.text(String(value)))).join(' or ')}, 0)`;
				const values = test.values.map((value) =>
					typeof value === 'number' ? String(value) : d.text(value)
				);
				return `coalesce(${column} in (${values.join(', ')}), 0)`;
			}
			case 'starts':
				return `substr(coalesce(${this.column(test.column)}, ''), 1, ${test.prefix.length}) = ${d.text(test.prefix)}`;
			case 'above':
				return `coalesce(${this.column(test.column)} > ${test.value}, 0)`;
			case 'filled':
				return `coalesce(${this.column(test.column)} <> '', 0)`;
			case 'true':
				return `coalesce(${this.column(test.column)} = 1, 0)`;
			case 'roster': {
				const mask = bitsOf(rosterScopes[test.scope === 'national' ? 'national' : 'beijing']);
				return `coalesce(${d.shares(`${this.roster(test.column)}.labels`, String(mask))}, 0)`;
			}
			case 'any':
				return `(${test.of.map((one) => this.test(one)).join(' or ') || '0'})`;
			case 'not':
				return `not (${this.test(test.of)})`;
			case 'when': {
				const on = this.months.filter((month) => switchedOn(test.parameter, month, this.lookUp));
				return on.length ? `(src.month in (${on.map(d.text).join(', ')}) and ${this.test(test.of)})` : '0';
			}
		}
	}

	/** The expression of a key; joins that give a row several keys come with it. */
	key(binding: Binding, dimension: DimensionId): string {
		const { d } = this;
		const alias = d.name(`keys_${dimension}`);
		const filledOr = (expression: string): string =>
			`coalesce(nullif(${expression}, ''), ${d.text(unfilled)})`;
		switch (binding.by) {
			case 'filer':
				return 'src.institution';
			case 'filerKind':
				return filledOr(this.kindOf('src.institution', 'filer'));
			case 'column':
				return filledOr(d.exact(this.column(binding.column)));
			case 'kindOf':
				return filledOr(this.kindOf(this.column(binding.column), binding.column));
			case 'prefix':
				return filledOr(`substr(${this.column(binding.column)}, 1, ${binding.length})`);
			case 'tree': {
				const pairs = binding.list.codes.flatMap(({ code }) =>
					withAncestors(binding.list, code).map((above) => [code, above])
				);
				this.joins.set(
					`keys ${dimension}`,
					`join (${d.rows(['code', 'above'], pairs)}) ${alias} on ${alias}.code = ${this.column(binding.column)}`
				);
				return `${alias}.above`;
			}
			case 'codes': {
				const all = (this.dataset.columns[binding.column]!.list?.codes ?? []).map(({ code }) => [code]);
				this.joins.set(
					`keys ${dimension}`,
					`join (${d.rows(['code'], all)}) ${alias} on ${d.holds(this.column(binding.column), `${alias}.code`)}`
				);
				return `${alias}.code`;
			}
			case 'term': {
				const [from, to] = [this.column(binding.from), this.column(binding.to)];
				const years = `${d.digits(to)} - ${d.digits(from)}`;
				return `case when coalesce(${from}, '') = '' or coalesce(${to}, '') = '' then ${d.text(unfilled)}
					when ${years} <= 10000 then 'S' when ${years} <= 50000 then 'M' else 'L' end`;
			}
			case 'labels': {
				const roster = this.roster(binding.column);
				const bits = labelOrder.map((label) => [label, bitOf(label)]);
				this.joins.set(
					`keys ${dimension}`,
					`join (${d.rows(['label', 'bit'], bits)}) ${alias} on ${d.shares(`${roster}.labels`, `${alias}.bit`)}`
				);
				return `${alias}.label`;
			}
			case 'roster': {
				const roster = `${this.roster(binding.column)}.${d.name(binding.take)}`;
				if (!binding.otherwise) return filledOr(roster);
				const own = this.column(binding.otherwise);
				const known = binding.list.codes.map(({ code }) => d.text(code)).join(', ');
				return filledOr(`coalesce(nullif(${roster}, ''), case when ${own} in (${known}) then ${own} end)`);
			}
		}
	}

	/** Whether a row stands under one of the keys; it still counts once. */
	standsUnder(binding: Binding, keys: readonly string[]): string {
		const { d } = this;
		const listed = (expression: string, values: readonly string[]): string =>
			values.length ? `coalesce(${expression} in (${values.map(d.text).join(', ')}), 0)` : '0';
		switch (binding.by) {
			case 'labels':
				return `coalesce(${d.shares(`${this.roster(binding.column)}.labels`, String(bitsOf(keys)))}, 0)`;
			case 'codes': {
				const column = this.column(binding.column);
				return `coalesce(${keys.map((key) => d.holds(column, d.text(key))).join(' or ') || '0'}, 0)`;
			}
			case 'tree': {
				const below = binding.list.codes.filter(({ code }) =>
					withAncestors(binding.list, code).some((above) => keys.includes(above))
				);
				return listed(
					this.column(binding.column),
					below.map(({ code }) => code)
				);
			}
			default:
				return listed(this.key(binding, 'institution'), keys);
		}
	}

	/** The columns of a leaf that needs no ranking. */
	aggregate(leaf: Leaf): string[] {
		const { d } = this;
		const condition = leaf.where.map((test) => this.test(test)).join(' and ') || '1';
		const column = leaf.column === null ? '' : this.column(leaf.column);
		const total = (expression: string): string =>
			d.exact(`coalesce(sum(case when ${condition} then ${expression} end), 0)`);
		switch (leaf.op) {
			case 'sum':
				return [total(column)];
			case 'count':
				return [total('1')];
			case 'distinct':
				return [d.distinct(condition, column)];
			case 'sumProduct': {
				const weight = this.column(leaf.weight!);
				return [
					total(`${d.quotient(column, String(split))} * ${weight}`),
					total(`${d.remainder(column, String(split))} * ${weight}`)
				];
			}
			case 'minimum':
				return [d.exact(`min(case when ${condition} then ${column} end)`)];
			case 'maximum':
				return [d.exact(`max(case when ${condition} then ${column} end)`)];
			case 'median':
				throw new RangeError(`needs ranking: ${leaf.op}`);
		}
	}

	from(table: string): string {
		const { d } = this;
		return `from src join ${d.name(table)} f on f.submission = src.id ${[...this.joins.values()].join(' ')}`;
	}

	with(): string {
		const { d } = this;
		const sources = d.fromJson(parameters.submissions, ['id', 'institution', 'month']);
		const kinds = d.fromJson(parameters.kinds, ['institution', 'kind']);
		return `with src as materialized (${sources}), kinds as materialized (${kinds})`;
	}
}

interface Narrowing {
	/** Dimension → keys, any of which will do. */
	readonly fixed?: ReadonlyMap<DimensionId, readonly string[]>;
	readonly parameter?: ParameterLookUp;
	/** One result per submission, whose id comes before the keys. */
	readonly perSubmission?: boolean;
}

/** Compiles leaves of one dataset, broken down, into one query; a `median` must stand alone. */
export function compile(
	d: Dialect,
	dataset: Dataset,
	table: string,
	leaves: readonly Leaf[],
	by: readonly DimensionId[],
	months: readonly Period[],
	{ fixed = new Map(), parameter = ownParameter, perSubmission = false }: Narrowing = {}
): Compiled {
	const builder = new Builder(d, dataset, months, parameter);
	const keys = by.map((dimension) => builder.key(bindingOf(dataset, dimension), dimension));
	if (perSubmission) keys.unshift('src.id');
	const under = [...fixed].map(([dimension, values]) =>
		builder.standsUnder(bindingOf(dataset, dimension), values)
	);
	const only = under.length ? ` where ${under.join(' and ')}` : '';
	const group = keys.length ? `group by ${keys.map((_, at) => at + 1).join(', ')}` : '';
	const [first] = leaves;
	if (first?.op === 'median') {
		const condition = first.where.map((test) => builder.test(test)).join(' and ') || '1';
		const column = builder.column(first.column!);
		const named = keys.map((key, at) => `${key} as k${at}`);
		const parts = keys.length ? `partition by ${keys.join(', ')}` : '';
		const names = keys.map((_, at) => `k${at}`);
		const inner = `select ${[...named, `${column} as v`].join(', ')},
			row_number() over (${parts} order by ${column}) as place, count(*) over (${parts}) as n
			${builder.from(table)} where ${[condition, ...under].join(' and ')} and ${column} is not null`;
		// One middle row counts twice, so that the result is always the sum of two: twice the median.
		return {
			sql: `${builder.with()} select ${[...names, d.exact('sum(v) * 2 / count(*)')].join(', ')} from (${inner})
				where place in ((n + 1) / 2, (n + 2) / 2) ${group}`,
			keys: keys.length,
			read: (row) => [row[keys.length] === null ? null : BigInt(row[keys.length]!)]
		};
	}
	const columns = leaves.map((leaf) => builder.aggregate(leaf));
	const presence = 'count(*)';
	return {
		sql: `${builder.with()} select ${[...keys, ...columns.flat(), presence].join(', ')} ${builder.from(table)}${only} ${group}`,
		keys: keys.length,
		read: (row) => {
			let at = keys.length;
			return columns.map((parts) => {
				const values = parts.map(() => row[at++]);
				if (values.some((value) => value === null || value === undefined)) return null;
				const [high, low] = values.map((value) => BigInt(value!));
				return low === undefined ? high! : high! * BigInt(split) + low;
			});
		}
	};
}

/** Compiles the rows an aggregate takes in: submission, line and the named columns, page by page (`@limit`, `@offset`). */
export function compileRows(
	d: Dialect,
	dataset: Dataset,
	table: string,
	leaf: Leaf,
	columns: readonly string[],
	months: readonly Period[],
	{ fixed = new Map(), parameter = ownParameter }: Narrowing = {}
): { readonly rows: string; readonly count: string } {
	const builder = new Builder(d, dataset, months, parameter);
	const conditions = [
		...leaf.where.map((test) => builder.test(test)),
		...[...fixed].map(([dimension, keys]) => builder.standsUnder(bindingOf(dataset, dimension), keys)),
		...(leaf.column === null ? [] : [`${builder.column(leaf.column)} is not null`])
	];
	const where = conditions.length ? `where ${conditions.join(' and ')}` : '';
	const named = columns.map((name) => builder.column(name)).join(', ');
	return {
		rows: `${builder.with()} select src.id, src.institution, f.line, ${named} ${builder.from(table)} ${where}
			order by src.id, f.line limit @limit offset @offset`,
		count: `${builder.with()} select count(*) ${builder.from(table)} ${where}`
	};
}
