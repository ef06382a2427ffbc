import type { CodeList } from '#codes/define.ts';
import { parameterLines, type ParameterId } from '#policy/parameters.ts';
import type { Bindings } from './binding.ts';

/** How a cell is read and stored. `money` and `usd` are integers in 分 and cents, `rate` in 10⁻⁵ %, `dec` in 10⁻ᵖˡᵃᶜᵉˢ. */
export type Kind =
	| 'text'
	| 'uscc'
	| 'code'
	| 'codes'
	| 'date'
	| 'period'
	| 'money'
	| 'usd'
	| 'rate'
	| 'int'
	| 'dec'
	| 'flag'
	| 'ref';

interface Options {
	/** `*` in the dataset list: an empty cell is a finding. */
	readonly required?: boolean;
	/** Part of the key, always required. */
	readonly key?: boolean;
	/** What a clerk should know when filling the cell; shown as a note in the template. */
	readonly note?: string;
	/** Longest text, in characters. */
	readonly max?: number;
	/** Says which enterprise a row is about: masked for whoever has not filed it and states no purpose. */
	readonly enterprise?: 'name' | 'code';
	/** A code whose letters count as capitals, however they were typed. */
	readonly capitals?: true;
	/** Other headers under which the column may come. */
	readonly aliases?: readonly string[];
	/** An invented value that passes every check; used by templates and tests. */
	readonly example?: string;
}

export interface Column<T = unknown> extends Options {
	readonly kind: Kind;
	/** The Chinese header in templates and `.csv`. */
	readonly label: string;
	readonly list?: CodeList;
	/** Decimals of a `dec`. */
	readonly places?: number;
	/** The dataset a `ref` points at. */
	readonly dataset?: string;
	/** Only for the type of a row. */
	readonly type?: T;
}

export const text = (label: string, options: Options = {}): Column<string> => ({
	kind: 'text',
	label,
	...options
});
/** A unified social credit code (18, GB 32100 check digit), unless the row's id type says otherwise. */
export const uscc = (label: string, options: Options = {}): Column<string> => ({
	kind: 'uscc',
	label,
	max: 18,
	...options
});
export const code = (label: string, list: CodeList, options: Options = {}): Column<string> => ({
	kind: 'code',
	label,
	list,
	...options
});
/** Several codes in one cell, separated by 、 or , or ; . Stored as codes joined by a comma. */
export const codes = (label: string, list: CodeList, options: Options = {}): Column<readonly string[]> => ({
	kind: 'codes',
	label,
	list,
	...options
});
export const date = (label: string, options: Options = {}): Column<string> => ({
	kind: 'date',
	label,
	...options
});
export const period = (label: string, options: Options = {}): Column<string> => ({
	kind: 'period',
	label,
	...options
});
/** 元 with two decimals in files; an integer of 分 in rows. */
export const money = (label: string, options: Options = {}): Column<number> => ({
	kind: 'money',
	label,
	...options
});
export const usd = (label: string, options: Options = {}): Column<number> => ({
	kind: 'usd',
	label,
	...options
});
/** % per year, up to five decimals in files; an integer of 10⁻⁵ % in rows. */
export const rate = (label: string, options: Options = {}): Column<number> => ({
	kind: 'rate',
	label,
	...options
});
export const int = (label: string, options: Options = {}): Column<number> => ({
	kind: 'int',
	label,
	...options
});
export const dec = (label: string, places: number, options: Options = {}): Column<number> => ({
	kind: 'dec',
	label,
	places,
	...options
});
export const flag = (label: string, options: Options = {}): Column<boolean> => ({
	kind: 'flag',
	label,
	...options
});
/** The key of a row of another dataset. */
export const ref = (label: string, dataset: string, options: Options = {}): Column<string> => ({
	kind: 'ref',
	label,
	dataset,
	...options
});

/** Who may file it: kinds of institution (`institutionKind` codes). */
export type Filer = string;
export type Layout = 'xlsx' | 'csv' | 'dat';

/** A return is due on the nth working day of the month after its period; the dated parameter says which. */
export interface Due {
	readonly parameter: ParameterId;
	/** The day by the product's own parameters, as last set. */
	readonly workingDay: number;
}
const due = (id: ParameterId): Due => ({
	parameter: id,
	workingDay: Number(parameterLines.findLast((line) => line.id === id)!.value)
});
/** Monthly returns. */
export const monthlyDue = due('monthlyDueDay');
/** Quarterly returns. */
export const quarterlyDue = due('quarterlyDueDay');

export interface Dataset<C extends Record<string, Column> = Record<string, Column>> {
	readonly id: string;
	readonly label: string;
	readonly clause: number | null;
	/** `stock`: complete state at period end. `flow`: what happened in the period. `register`: dated rows, 全量 or 增量. */
	readonly nature: 'stock' | 'flow' | 'register';
	readonly every: 'month' | 'quarter' | 'event';
	/** Kinds of institution that owe it; empty if nobody files it (loaded by the administrator). */
	readonly filers: readonly Filer[];
	/** Ids of single institutions that owe it, where a kind is too wide. */
	readonly filerIds?: readonly string[];
	readonly due: Due | null;
	readonly layouts: readonly Layout[];
	/** Table code of the `.dat` layout, such as `CLDWDK`. */
	readonly table?: string;
	readonly version: string;
	readonly definition: string;
	readonly columns: C;
	readonly key: readonly string[];
	/** Registers: the columns that open and close a row's validity, for its state on a date. */
	readonly validity?: { readonly from: string; readonly to?: string };
	/** The column that must equal the filing institution's uscc on every row (S04), if the layout carries one. */
	readonly filerColumn?: string;
	/** What its rows can be broken down by, and where they carry it. */
	readonly by: Bindings;
	/** Its contents are public: nothing made of them is withheld. */
	readonly disclosed?: boolean;
	/** Its values are read as the year's sum so far, not month by month. */
	readonly cumulates?: boolean;
}

/** A normalised row: every column, `null` where the cell was empty. */
export type Row<D> = D extends { columns: infer C }
	? { readonly [K in keyof C]: C[K] extends Column<infer T> ? T | null : never }
	: never;
/** A row of a dataset known only at run time. */
export type Values = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

const byFiler: Bindings = { institution: { by: 'filer' }, kind: { by: 'filerKind' } };

/**
 * Declares what is filed. The id is the file name and the URL segment. Rows stand under the institution that files
 * them and its kind, unless `by` says otherwise, or says what else they carry and an office files for all.
 */
export function defineDataset<const C extends Record<string, Column>>(
	declared: Omit<Dataset<C>, 'key' | 'validity' | 'filerColumn' | 'by'> & {
		readonly validity?: { readonly from: keyof C & string; readonly to?: keyof C & string };
		readonly filerColumn?: keyof C & string;
		readonly by?: Bindings<keyof C & string>;
	}
): Dataset<C> {
	const key = Object.entries(declared.columns)
		.filter(([, column]) => column.key)
		.map(([name]) => name);
	if (!key.length) throw new TypeError(`no key column: ${declared.id}`);
	const by = { ...(declared.by && declared.filerIds ? {} : byFiler), ...declared.by };
	return Object.freeze({ ...declared, key, by }) as Dataset<C>;
}

export const isRequired = (column: Column): boolean => Boolean(column.required || column.key);
