import type { Period } from '#core/period.ts';
import type { Rational } from '#core/rational.ts';
import type { UnitId } from '#core/unit.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Reason } from '#formula/reason.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';

/** When a number is read: in the report's period, a year before, or at the end of the year before. */
export type When = 'now' | 'yearEarlier' | 'yearEnd';

/** A number a report asks for. */
export interface Ask {
	readonly indicator: Indicator;
	readonly when?: When;
	readonly where?: Readonly<Partial<Record<DimensionId, string>>>;
}

/** A number as a sentence meets it. `key` names the exported number it stands for. */
export interface Seen {
	readonly key: string;
	readonly indicator: Indicator;
	/** In base units: 分, count, fraction, 10⁻⁵ %. */
	readonly exact: Rational | null;
	readonly unit: UnitId;
	readonly reason?: Reason;
}

/** A piece of a sentence: words, or a printed number with the key it can be tied out by. */
export type Said = string | SaidNumber;
export interface SaidNumber {
	/** The digits, without the unit. */
	readonly text: string;
	readonly key: string;
	/** What the digits are counted in, which may be larger than the table's unit. */
	readonly unit: UnitId;
	/** Printed without its sign, because the words carry it. */
	readonly unsigned: boolean;
}

/** What the blocks of a report may look at while they are put into words. What does not exist is said as —. */
export interface See {
	readonly period: Period;
	/** Whether a clause is in the reader's charge; a block about numbers that are not is left out by itself. */
	sees(clause: number): boolean;
	value(ask: Ask): Seen;
	/** The change against an earlier period: growth as a fraction, for shares and rates the difference; on the comparable basis while returns are missing. */
	change(ask: Ask, comparison: Comparison): Seen;
	/** A number with its unit: 1.14万亿元, 54.3%. */
	say(ask: Ask): readonly Said[];
	/** 同比增长16.8% · 同比下降3% · 比上年末提高1.9个百分点 · 同比持平 · 同比不可比. */
	sayChange(ask: Ask, comparison: Comparison): readonly Said[];
	/** Whether returns are still missing behind a number. */
	isPartial(ask: Ask): boolean;
	/** 比上年末增加1402户 · 同比少增3亿元: the difference of two values. */
	sayDifference(ask: Ask, comparison: Comparison): readonly Said[];
	/** The rows of a breakdown by size, greatest first, without those that have no value; none where one is not published. */
	ranked(
		ask: Ask,
		by: DimensionId
	): readonly { readonly label: string; readonly where: NonNullable<Ask['where']>; readonly seen: Seen }[];
	/** Whether any row of a breakdown is not published: then nothing may be said of who is first, or of all of them. */
	isWithheld(ask: Ask, by: DimensionId): boolean;
	/** How an indicator stands by its own rule, in words; empty if it cannot be judged. */
	standing(indicator: Indicator): string;
	/** A dated parameter at the period's end. */
	parameter(id: string): Rational | null;
	/** How many of those who owe what an indicator rests on have filed, and the names of those who have not. */
	coverage(indicator: Indicator): {
		readonly filed: number;
		readonly expected: number;
		readonly missing: readonly string[];
		readonly status: 'preliminary' | 'final';
	};
}

/** Arithmetic over cells of one row and of the total row; in a workbook it is a live formula. */
export type Expression =
	| { readonly is: 'cell'; readonly column: string }
	/** The column's cell in the total row. */
	| { readonly is: 'total'; readonly column: string }
	| { readonly is: 'number'; readonly text: string }
	/** A dated parameter at the period's end. */
	| { readonly is: 'parameter'; readonly id: string }
	| { readonly is: '+' | '-' | '*' | '/'; readonly of: readonly [Expression, Expression] };

export const cell = (column: string): Expression => ({ is: 'cell', column });
export const totalOf = (column: string): Expression => ({ is: 'total', column });
export const decimal = (text: string): Expression => ({ is: 'number', text });
export const parameterOf = (id: string): Expression => ({ is: 'parameter', id });
export const over = (a: Expression, b: Expression): Expression => ({ is: '/', of: [a, b] });
export const minus = (a: Expression, b: Expression): Expression => ({ is: '-', of: [a, b] });
export const times = (a: Expression, b: Expression): Expression => ({ is: '*', of: [a, b] });

interface ColumnCommon {
	readonly id: string;
	readonly label: string;
	/** A heading over neighbouring columns that carry the same; only in printed tables. */
	readonly group?: string;
	/** In characters. */
	readonly width?: number;
}

/** A column of numbers as observed. */
export interface ObservedColumn extends ColumnCommon {
	readonly is: 'observed';
	/** Absent where each row is an indicator. */
	readonly indicator?: Indicator;
	readonly when?: When;
	readonly where?: Ask['where'];
	/** The total row adds the rows up, or is observed as its own (distinct counts, shares, rates). */
	readonly total: 'sum' | 'own';
}

/** A column worked out from other cells. */
export interface DerivedColumn extends ColumnCommon {
	readonly is: 'derived';
	readonly formula: Expression;
	readonly unit: UnitId;
	/** The indicator it must agree with, row by row. */
	readonly ties?: Indicator;
	/** Empty in the total row. */
	readonly notInTotal?: boolean;
}

/** Growth or difference of two columns, as the unit of the row asks: %, 个百分点 or 个基点. */
export interface ChangeColumn extends ColumnCommon {
	readonly is: 'change';
	readonly now: string;
	readonly base: string;
	readonly comparison: Comparison;
}

/** Growth on the comparable basis, shown where returns are still missing. */
export interface ComparableColumn extends ColumnCommon {
	readonly is: 'comparable';
	readonly comparison: Comparison;
}

/** A column of words. */
export interface WordsColumn extends ColumnCommon {
	readonly is: 'words';
	readonly words:
		'code' | 'unit' | 'kind' | 'target' | 'gap' | 'light' | 'coverage' | 'clause' | 'units' | 'note';
}
export type Column = ObservedColumn | DerivedColumn | ChangeColumn | ComparableColumn | WordsColumn;

/** What the rows of a table are. */
export type Rows =
	/** A total, then one row per key of a dimension in official order. */
	| {
			readonly are: 'keys';
			readonly by: DimensionId;
			readonly total: string;
			readonly empty: 'keep' | 'drop';
	  }
	/** One indicator each. */
	| { readonly are: 'indicators'; readonly list: readonly Indicator[] }
	/** The fifteen clauses with their indicators of another table. */
	| { readonly are: 'clauses'; readonly of: string }
	/** Consecutive months up to the period's end. */
	| { readonly are: 'months'; readonly count: number };

export interface Heading {
	readonly is: 'heading';
	readonly level: 1 | 2;
	readonly text: string;
}
/** A paragraph; nothing is printed if it has nothing to say. */
export interface Sentence {
	readonly is: 'sentence';
	readonly say: (see: See) => readonly Said[];
}
export interface Table {
	readonly is: 'table';
	readonly id: string;
	/** 附表1, as references in the text have it. */
	readonly number: string;
	readonly title: string;
	/** Printed once at the top right if all numbers share it. */
	readonly unit?: string;
	readonly head: string;
	readonly rows: Rows;
	readonly columns: readonly Column[];
	readonly notes: readonly string[];
}
/** A chart over columns of a table. */
export interface Figure {
	readonly is: 'figure';
	readonly id: string;
	readonly title: (see: See) => string;
	readonly subtitle: string;
	readonly table: string;
	readonly form: 'columns' | 'line' | 'bars' | 'stacked-bars';
	readonly series: readonly {
		readonly column: string;
		readonly label?: string;
		readonly role?: 'main' | 'accent' | 'third' | 'target' | 'reference';
	}[];
	readonly source: string;
	/** Only the last so many rows of a table of months. */
	readonly last?: number;
}
export interface Note {
	readonly is: 'note';
	readonly text: string;
}
/** A list of the indicators' definitions, by metadata. */
export interface Definitions {
	readonly is: 'definitions';
	readonly number: string;
	readonly title: string;
	readonly indicators: readonly Indicator[];
}
export type Block = Heading | Sentence | Table | Figure | Note | Definitions;

/** A report: what it is called, how often it comes, and its blocks in order. */
export interface Report {
	readonly id: string;
	readonly label: string;
	/** What it is good for, in a line. */
	readonly summary: string;
	readonly every: 'quarter';
	/** As on the cover, line by line. */
	readonly title: readonly string[];
	readonly blocks: readonly Block[];
}

export const heading = (level: 1 | 2, text: string): Heading => ({ is: 'heading', level, text });
export const sentence = (say: Sentence['say']): Sentence => ({ is: 'sentence', say });
export const note = (text: string): Note => ({ is: 'note', text });
export const observed = (
	id: string,
	label: string,
	indicator: Indicator,
	options: Partial<ObservedColumn> = {}
): ObservedColumn => ({ is: 'observed', id, label, indicator, total: 'own', ...options });
/** The same indicator a year earlier, by which growth is worked out. */
export const yearBefore = (column: ObservedColumn, label = '上年同期'): ObservedColumn => ({
	...column,
	id: `${column.id}Before`,
	label,
	when: 'yearEarlier'
});
/** Growth of a column over the one of `yearBefore`. */
export const growth = (column: ObservedColumn, label = '同比'): ChangeColumn => ({
	is: 'change',
	id: `${column.id}Growth`,
	label,
	now: column.id,
	base: `${column.id}Before`,
	comparison: 'yearOnYear',
	...(column.group && { group: column.group })
});
/** What part of the total each row is. */
export const share = (column: ObservedColumn, label = '占比'): DerivedColumn => ({
	is: 'derived',
	id: `${column.id}Share`,
	label,
	unit: 'percent',
	...(column.group && { group: column.group }),
	formula: over(cell(column.id), totalOf(column.id))
});

/** Declares a report. The id is the file name and the URL segment. */
export const defineReport = (declared: Report): Report => Object.freeze(declared);
