import type { Period } from '#core/period.ts';

/** What one figure shows, ready to draw, tabulate or export; the same object on screen, in `.svg`, `.csv` and the workbook. */
export interface FigureData {
	readonly id: string;
	/** What happened, in at most 24 characters. */
	readonly headline: string;
	/** 指标 + 范围 + 期间 + 单位. */
	readonly subtitle: string;
	/** columns-line draws the lines in a band of their own above the columns, never on a second axis. */
	readonly form: 'columns' | 'line' | 'columns-line' | 'bars' | 'stacked-bars' | 'table';
	readonly categories: readonly {
		readonly key: string;
		readonly label: string;
		readonly partial?: boolean;
	}[];
	readonly series: readonly FigureSeries[];
	/** Breaks in definition: a rule drawn before the category, with a note. */
	readonly breaks: readonly { readonly before: string; readonly note: string }[];
	readonly target?: { readonly value: number; readonly label: string; readonly series: string };
	readonly source: string;
	readonly asOf: string;
	readonly period: Period;
	readonly coverage: { readonly filed: number; readonly expected: number };
	readonly status: 'preliminary' | 'final';
	readonly version: string;
	readonly notes: readonly string[];
	/** Marked 演示数据 wherever it shows. */
	readonly demo: boolean;
	/** In a file of its own: who saved it, and when. */
	readonly exported?: string;
}

export interface FigureSeries {
	readonly id: string;
	readonly label: string;
	readonly unit: string;
	readonly kind: 'column' | 'line' | 'bar';
	/** Numbers in the display unit; `null` is a gap, never interpolated. */
	readonly values: readonly (number | null)[];
	/** The same, formatted. */
	readonly displays: readonly string[];
	/** Where a click leads: the passport of each number. */
	readonly passports: readonly (string | null)[];
	readonly role?: 'main' | 'accent' | 'reference' | 'projection';
	/** Published by an authority, not computed from returns. */
	readonly published?: boolean;
	readonly decimals: number;
}
