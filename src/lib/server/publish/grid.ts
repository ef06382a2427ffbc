import type { Rational } from '#core/rational.ts';
import type { UnitId } from '#core/unit.ts';
import type { Reason } from '#formula/reason.ts';
import type { Column, Figure, Table } from '#reports/define.ts';
import type { Datum } from './observing.ts';

/** How a number of a table comes about: read from the 数据 sheet, added up, or worked out from other cells. */
export type Making =
	| {
			readonly by: 'datum';
			readonly datum: Datum;
			/** A total of rows of which some are not published. */
			readonly unsummed?: boolean;
	  }
	/** The sum of the same column over these rows (keys of rows). */
	| { readonly by: 'sum'; readonly rows: readonly string[]; readonly ties: Datum }
	/** The same row and total row of the table; as a formula over cell names. */
	| { readonly by: 'formula'; readonly formula: (names: FormulaNames) => string; readonly ties: Datum | null }
	/** A number of another table, shown again. */
	| { readonly by: 'same'; readonly table: string; readonly row: string; readonly column: string };

export interface FormulaNames {
	cell(column: string): string;
	total(column: string): string;
}

/** A number in a table. `value` is as it stands in the cell: amounts in their display unit, shares as fractions. */
export interface NumberCell {
	readonly is: 'number';
	readonly value: Rational | null;
	readonly unit: UnitId;
	readonly decimals: number;
	readonly display: string;
	readonly reason: Reason | null;
	readonly making: Making;
	/** Names this number goes by in sentences; the first one is its own. */
	readonly keys: readonly string[];
	/** The observation it comes from, or the main one of those it is worked out from. */
	readonly datum: Datum;
}
export interface WordsCell {
	readonly is: 'words';
	readonly text: string;
	/** What the words stand for, where a colour says it too. */
	readonly light?: 'green' | 'amber' | 'red';
}
export type GridCell = NumberCell | WordsCell;

export interface GridRow {
	readonly key: string;
	readonly label: string;
	readonly depth: number;
	readonly total: boolean;
	/** Returns are still missing behind this row. */
	readonly partial: boolean;
	/** By column id. */
	readonly cells: ReadonlyMap<string, GridCell>;
}

/** A table with its values. */
export interface Grid {
	readonly table: Table;
	readonly rows: readonly GridRow[];
	readonly columns: readonly Column[];
	/** Footnotes: those declared, then the reasons of what is missing. */
	readonly notes: readonly string[];
}

/** A figure with its title put into words, over a grid. */
export interface DrawnFigure {
	readonly figure: Figure;
	readonly title: string;
	readonly grid: Grid;
	readonly rows: readonly GridRow[];
}
