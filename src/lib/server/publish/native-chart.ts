/** Values of a chart with the cells they stand in; the copy lets viewers draw without calculating. */
export interface ChartValues {
	/** `'月度走势'!$B$2:$B$26`, as `rangeRef` writes it. */
	readonly ref: string;
	readonly values: readonly (number | null)[];
	/** Number format of the cells, such as `#,##0.00`. */
	readonly format: string;
}

/** Labels of the category axis with the cells they stand in. */
export interface ChartLabels {
	readonly ref: string;
	readonly values: readonly string[];
	/** Categories whose values are not complete yet: drawn hatched, lines dashed. */
	readonly partial?: readonly number[];
}

export interface ChartSeries {
	readonly label: string;
	/** The cell that holds the label. */
	readonly labelRef?: string;
	readonly values: ChartValues;
	readonly kind: 'column' | 'bar' | 'line';
	/** main and accent are drawn full, reference and projection dashed, target as a red dashed line, light as a pale bar. */
	readonly role?: 'main' | 'accent' | 'third' | 'fourth' | 'light' | 'reference' | 'projection' | 'target';
	/** Which points carry their value: the last one, each, or none. */
	readonly labels?: 'last' | 'all' | 'none';
	/** The last bar in the main colour, the others pale. */
	readonly emphasis?: 'last';
	/** On an axis of its own at the right; then both axes should be titled. */
	readonly secondary?: boolean;
}

/** One chart bound to cells, with all that makes sense of it if it is cut out. */
export interface NativeChart {
	/** Name of the sheet it lies on. */
	readonly sheet: string;
	/** Corners by cell, counted from 0: the first cell covered, and the first one no more covered. */
	readonly anchor: { readonly from: Corner; readonly to: Corner };
	readonly title: string;
	/** 指标 + 范围 + 期间 + 单位, under the plot. */
	readonly subtitle?: string;
	/** Read out in place of the picture. */
	readonly description?: string;
	/** Source and as-of, under the subtitle. */
	readonly note?: string;
	readonly categories: ChartLabels;
	readonly series: readonly ChartSeries[];
	readonly stacked?: boolean;
	/** Titles and formats of the value axes. */
	readonly axis: ValueAxis;
	readonly secondAxis?: ValueAxis;
	/** Category labels: every n-th one only. */
	readonly labelEvery?: number;
}

export interface Corner {
	readonly column: number;
	readonly row: number;
}

export interface ValueAxis {
	/** The unit, above the axis; for horizontal bars the subtitle says it. */
	readonly title: string;
	readonly format: string;
	readonly minimum?: number;
	readonly maximum?: number;
}

const columnName = (column: number): string =>
	column < 26
		? String.fromCharCode(65 + column)
		: columnName(Math.floor(column / 26) - 1) + columnName(column % 26);

/** `A1` of a cell counted from 0, absolute if asked. */
export const cellName = (at: Corner, absolute = false): string =>
	absolute ? `$${columnName(at.column)}$${at.row + 1}` : `${columnName(at.column)}${at.row + 1}`;

/** The sheet's name as formulas write it. */
export const sheetRef = (sheet: string): string => `'${sheet.replaceAll("'", "''")}'`;

/** `'表'!$B$2:$B$9`, both corners included and counted from 0. */
export const rangeRef = (sheet: string, from: Corner, to: Corner = from): string =>
	from.column === to.column && from.row === to.row
		? `${sheetRef(sheet)}!${cellName(from, true)}`
		: `${sheetRef(sheet)}!${cellName(from, true)}:${cellName(to, true)}`;

/** House colours of `tokens.css`, in the order of use. */
const palette = {
	main: '12436D',
	accent: 'F46A25',
	third: '28A197',
	fourth: '801650',
	light: 'C9D8E8',
	reference: '66727F',
	projection: '12436D',
	target: 'B3261E'
} as const;
const dashes: Partial<Record<NonNullable<ChartSeries['role']>, string>> = {
	reference: 'dash',
	projection: 'sysDot',
	target: 'dash'
};
const order = ['main', 'accent', 'third', 'fourth'] as const;

/** How a series is drawn: its colour, and its dash if it is not a full line. */
export function strokeOf(series: ChartSeries, index: number): { colour: string; dash: string | null } {
	const role = series.role ?? order[index % order.length]!;
	return { colour: palette[role], dash: dashes[role] ?? null };
}
export const inkColours = { text: '4A5868', title: '14202E', line: 'D9DEE4', quiet: '66727F' } as const;
