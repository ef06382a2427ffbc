import type { Column, Dataset, Row, Values } from '#datasets/define.ts';
import type { Period } from '#core/period.ts';

/** Syntax and validity block; quality and macro are explained. */
export type Severity = 'syntax' | 'validity' | 'quality' | 'macro';
export const blocks = (severity: Severity): boolean => severity === 'syntax' || severity === 'validity';

/** A row with the physical place it stood at: `sheet` and 1-based `line` of the filer's own file. */
export interface Placed<R = Values> {
	readonly row: R;
	readonly line: number;
}

/** What a check may ask beside the row: the filing, parameters, and other accepted data. All answers are plain data. */
export interface CheckContext {
	readonly dataset: string;
	readonly period: Period;
	readonly periodEnd: string;
	readonly institution: {
		readonly id: string;
		readonly uscc: string;
		readonly name: string;
		readonly kind: string;
	};
	/** Rows in force of the same institution (another dataset, or an earlier period); `null` if nothing is filed. */
	rows<D extends Dataset>(dataset: D, period?: Period): readonly Row<D>[] | null;
	/** Rows in force of every institution. */
	allRows<D extends Dataset>(dataset: D, period?: Period): readonly Row<D>[];
	/** Labels an enterprise holds on a date, by the roster in force. */
	labelsOf(uscc: string, on: string): readonly string[];
	/** What an earlier look-up returned, kept once per file: `context.once('key', build)`. */
	once<T>(key: string, build: () => T): T;
	/**
	 * The distinct values of a text column over the rows in force of every institution but the filer, where a
	 * look through `allRows` would be long; a context may leave it out.
	 */
	valuesOfOthers?<D extends Dataset>(
		dataset: D,
		column: keyof Row<D> & string,
		options?: { period?: Period; where?: Partial<Row<D>> }
	): ReadonlySet<string>;
	/** A dated parameter's value on the period end, or `null` where none is in force. */
	parameter(id: string, on?: string, key?: string): number | null;
}

/** What a failing check says about one place. Columns are names of the dataset; the first is the one to click. */
export interface Failing<K extends string = string> {
	/** Physical line; `null` for the whole file. */
	readonly line: number | null;
	readonly at: readonly K[];
	/** The value seen, if more telling than the cell's own text. */
	readonly seen?: string;
	/** Replaces the check's message for this case. */
	readonly message?: string;
	/** What would be right, or how to mend it, for this case. */
	readonly remedy?: string;
}

type Named<D> = keyof Row<D> & string;
type Filled<R, K extends keyof R> = R & { readonly [P in K]: NonNullable<R[P]> };
type Partially<R> = { readonly [K in keyof R]?: R[K] };

interface Common {
	readonly id: string;
	readonly severity: Severity;
	/** First and last period it applies to. */
	readonly from: Period;
	readonly until?: Period;
	/** The rule in words an official would use. */
	readonly message: string;
	/** How to mend it. */
	readonly remedy: string;
	/** `domain.md` source: found in code, or ours. */
	readonly basis: string;
}

export interface RowCheck<D extends Dataset = Dataset, K extends Named<D> = Named<D>> extends Common {
	readonly over: 'row';
	readonly datasets: readonly Dataset[];
	/** Cells it reads and marks. The check is skipped for a row in which one of them could not be read. */
	readonly at: readonly K[];
	/** Also run when a cell of `at` is empty; otherwise such rows are skipped. */
	readonly empty?: boolean;
	/** True or false, or what to say about this row if it fails. */
	readonly holds: (row: Row<D>, context: CheckContext) => boolean | Omit<Failing, 'line' | 'at'>;
	readonly examples: {
		readonly pass: readonly Partially<Row<D>>[];
		readonly fail: readonly Partially<Row<D>>[];
		/** Values beside the product's own: `id/key` → value. */
		readonly parameters?: Readonly<Record<string, number>>;
	};
}

export interface FileCheck<D extends Dataset = Dataset> extends Common {
	readonly over: 'file';
	readonly datasets: readonly Dataset[];
	/** Everything that fails in a file whose rows were all read. `needs` names datasets whose absence skips the check. */
	readonly needs?: readonly Dataset[];
	/** What it says of a row holds whatever other rows there are, so that it runs on what could be read of a file. */
	readonly eachRow?: true;
	readonly find: (rows: readonly Placed<Row<D>>[], context: CheckContext) => Iterable<Failing<Named<D>>>;
	readonly examples: {
		readonly pass: readonly FileExample<D>[];
		readonly fail: readonly FileExample<D>[];
	};
}
/** A file in miniature, with what else is in force: dataset id → rows, `id@period` for another period. */
export interface FileExample<D = Dataset> {
	/** The dataset of the file, if not the check's first. */
	readonly dataset?: Dataset;
	readonly rows: readonly Partially<Row<D>>[];
	readonly others?: Readonly<Record<string, readonly Values[]>>;
	readonly labels?: Readonly<Record<string, readonly string[]>>;
	readonly parameters?: Readonly<Record<string, number>>;
}

/** A rule of reading itself (header, type, encoding, key); the reader reports it, this says it. */
export interface SyntaxCheck extends Common {
	readonly over: 'syntax';
	/** The column its examples are read with, for a rule of one cell. */
	readonly column?: Column;
	readonly examples: { readonly pass: readonly string[]; readonly fail: readonly string[] };
}
export type Check = RowCheck<never, never> | FileCheck<never> | SyntaxCheck;

type One<D> = D | readonly D[];
const listed = <D>(one: One<D>): readonly D[] => (Array.isArray(one) ? one : [one as D]);

/** A rule about one row. `holds` sees the cells of `at` filled. */
export function defineCheck<D extends Dataset, K extends Named<D>>(
	dataset: One<D>,
	declared: Omit<RowCheck<D, K>, 'over' | 'datasets' | 'holds' | 'empty'> & {
		empty?: false;
		holds: (row: Filled<Row<D>, K>, context: CheckContext) => boolean | Omit<Failing, 'line' | 'at'>;
	}
): RowCheck<D, K> {
	return { over: 'row', datasets: listed(dataset), ...declared } as unknown as RowCheck<D, K>;
}

/** A rule about one row that also speaks of empty cells. */
export function defineEmptyCheck<D extends Dataset, K extends Named<D>>(
	dataset: One<D>,
	declared: Omit<RowCheck<D, K>, 'over' | 'datasets' | 'empty'>
): RowCheck<D, K> {
	return { over: 'row', datasets: listed(dataset), empty: true, ...declared };
}

/** A rule about a whole file, or about a file and others. */
export function defineFileCheck<D extends Dataset>(
	dataset: One<D>,
	declared: Omit<FileCheck<D>, 'over' | 'datasets'>
): FileCheck<D> {
	return { over: 'file', datasets: listed(dataset), ...declared };
}

/**
 * The rows of one side of a check across files: those of the file itself if it is of that dataset, else what the
 * institution has in force; `null` if that side has not come yet.
 */
export function sideOf<D extends Dataset>(
	dataset: D,
	rows: readonly Placed<unknown>[],
	context: CheckContext
): readonly Row<D>[] | null {
	return context.dataset === dataset.id
		? (rows as readonly Placed<Row<D>>[]).map(({ row }) => row)
		: context.rows(dataset);
}

/** A rule of reading, with raw cell texts as examples. */
export const defineSyntaxCheck = (declared: Omit<SyntaxCheck, 'over'>): SyntaxCheck => ({
	over: 'syntax',
	...declared
});
