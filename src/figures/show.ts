/** 严重程度: always shown with a word, never by colour alone. `none` is a neutral mark. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

/** A piece of a sentence: plain text, or a number that leads to its passport. */
export type SentencePart =
	string | { readonly text: string; readonly href?: string | null; readonly tone?: Tone };
export type Sentence = readonly SentencePart[];

/** A step on the way from the front page to here. */
export interface Crumb {
	readonly label: string;
	readonly href?: string;
}

/** 变动 as shown: direction by ▲▼, the amount with its unit, and against what. */
export interface Change {
	readonly direction: 'up' | 'down' | 'flat' | 'none';
	/** The amount with its unit, unsigned, such as `1.9个百分点`; `—` if there is none. */
	readonly text: string;
	/** 同比, 环比, 比年初 … */
	readonly label: string;
	/** Why there is none. */
	readonly reason?: string;
}

/** One tile of the strip: a number, what it is, how it moved. */
export interface Tile {
	readonly label: string;
	readonly value: string;
	readonly unit?: string;
	readonly href?: string | null;
	readonly change?: Change | null;
	/** A short line in place of the change. */
	readonly note?: string;
	readonly tag?: { readonly tone: Tone; readonly word: string } | null;
	readonly spark?: readonly (number | null)[];
	/** Why there is no value. */
	readonly reason?: string;
}

/** A column of a table of numbers. */
export interface TableColumn {
	readonly key: string;
	readonly label: string;
	/** Read out where no label is printed. */
	readonly hidden?: string;
	readonly align?: 'left' | 'right' | 'center';
	/** Printed once, under the label. */
	readonly unit?: string;
	/** Width in CSS, for narrow or wide columns. */
	readonly width?: string;
	/** Text columns that may break over lines. */
	readonly wrap?: boolean;
	readonly sortable?: boolean;
	/** A heading over neighbouring columns that carry the same. */
	readonly group?: string;
}

export interface TableCell {
	readonly text: string;
	/** What it sorts by; text sorts in Chinese order, gaps last. */
	readonly value?: number | string | null;
	readonly href?: string | null;
	readonly tone?: Tone;
	readonly change?: Change;
	/** Why it shows —; becomes a footnote. */
	readonly reason?: string;
	readonly strong?: boolean;
}

export interface TableRow {
	readonly key: string;
	readonly cells: Readonly<Record<string, TableCell | string>>;
	/** Totals stay where they are, whatever is sorted. */
	readonly total?: boolean;
	/** Depth in a tree, for indentation. */
	readonly depth?: number;
}

/** One station of a process: 接收 → 校验 → … */
export interface Step {
	readonly label: string;
	readonly note?: string;
	readonly state: 'done' | 'now' | 'next' | 'bad';
}

/** 来路 of a number: one station of its passport. */
export interface Station {
	readonly title: string;
	readonly lines: readonly StationLine[];
}
export type StationLine =
	string | { readonly text: string; readonly kind?: 'code' | 'mono' | 'address'; readonly href?: string };

/** 亮灯 of one of the fifteen clauses. */
export interface ClauseLight {
	readonly number: number;
	readonly label: string;
	readonly tone: Tone;
	/** 达标, 关注, 未达标, 暂无数据 */
	readonly word: string;
}

export interface Option {
	readonly value: string;
	readonly label: string;
	readonly group?: string;
}

/** Somewhere the reader can go by typing its name. */
export interface FoundPlace {
	readonly href: string;
	readonly label: string;
	/** 页面, 指标, 条款, 图表, 报表, 机构 */
	readonly kind: string;
	/** Other words it is found by: code, English name, first letters of the pinyin. */
	readonly also: string;
}

/** One of the things to be dealt with: how grave, what, since when, where. */
export interface Alert {
	readonly tone: Tone;
	/** 未达标, 迟报, 偏离, 停滞, 质量 … */
	readonly word: string;
	readonly text: string;
	readonly more: string;
	readonly clause: number | null;
	readonly href: string;
}
