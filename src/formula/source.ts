import type { Period } from '#core/period.ts';
import type { Column, Dataset, Values } from '#datasets/define.ts';
import type { ParameterId, ParameterLookUp } from '#policy/parameters.ts';
import type { DimensionId, Binding } from './dimensions.ts';

/** 口径: the notice's labels, or the national set. */
export type Scope = 'beijing' | 'national';

/** An enterprise as the roster has it at a month's end. */
export interface Enrolled {
	readonly uscc: string;
	/** Labels it holds, in code-list order. */
	readonly labels: readonly string[];
	readonly district: string;
	readonly industry: string;
	readonly size: string;
	readonly ownership: string | null;
}

/** One row with where it came from. */
export interface Fact {
	readonly values: Values;
	/** The institution that filed it. */
	readonly filer: string;
	/** The month it counts for: the last of its filing's period. */
	readonly month: Period;
	readonly submission?: number;
	readonly line?: number;
	/** The day (Beijing) its submission came into force. */
	readonly acceptedOn?: string;
	/** Registers: the day the row first came into force, in whatever wording. */
	readonly firstOn?: string;
}

/** What a source's rows are made from; the warehouse and the examples each provide one. */
export interface Input {
	/** Stock and flow: the rows of a month. Registers: the state at its end. */
	rows(dataset: Dataset, month: Period): readonly Fact[];
	/** Every row of a register ever in force that speaks of a day up to the month's end, ended or not. */
	history(dataset: Dataset, month: Period): readonly Fact[];
	/** Months up to this one for which a dataset has rows, in order. */
	months(dataset: Dataset, upTo: Period): readonly Period[];
	/** The roster at a month's end, by credit code. */
	roster(month: Period): ReadonlyMap<string, Enrolled>;
	/** Dated parameters as they hold here. */
	readonly parameter: ParameterLookUp;
	/** An institution's kind (code). */
	kindOf(institution: string): string | null;
}

/** Rows derived from other sources' rows by a declared, pure step; summed up like a dataset's own. */
export interface View<C extends Record<string, Column> = Record<string, Column>> {
	readonly view: true;
	readonly id: string;
	readonly label: string;
	/** Like a dataset's: a stock is read at the period's end, a flow is added over its months. */
	readonly nature: 'stock' | 'flow';
	readonly from: readonly Dataset[];
	/** Its contents are public: nothing made of them is withheld. */
	readonly disclosed?: boolean;
	/** Its values are read as the year's sum so far, not month by month. */
	readonly cumulates?: boolean;
	/** The flow that takes back what this one brings, or the other way round: the stock they change tells one from the other. */
	readonly counterpart?: Source;
	/** Which filed months one month of it rests on. */
	readonly reach: 'month' | 'history';
	readonly columns: C;
	/** Dated parameters its rows depend on. */
	readonly parameters?: readonly ParameterId[];
	readonly dimensions: Readonly<Partial<Record<DimensionId, Binding<keyof C & string>>>>;
	readonly rows: (input: Input, month: Period) => readonly Fact[];
}
export type Source = Dataset | View;
/** What is known beside the rows themselves. */
export type Surroundings = Pick<Input, 'roster' | 'kindOf' | 'parameter'>;

/** Column names of a source. */
export type ColumnsOf<S> = S extends { columns: infer C } ? keyof C & string : never;

/** Declares a view. */
export const defineView = <const C extends Record<string, Column>>(
	declared: Omit<View<C>, 'view'>
): View<C> => Object.freeze({ view: true, ...declared });

export const isView = (source: Source): source is View => 'view' in source;
/** Whether its months add up (`flow`), or each stands for itself. */
export const isFlow = (source: Source): boolean => source.nature === 'flow';
/** The datasets a source rests on. */
export const datasetsOf = (source: Source): readonly Dataset[] => (isView(source) ? source.from : [source]);
