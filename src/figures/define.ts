import type { DimensionId } from '#formula/dimensions.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';
import type { FigureData } from './data.ts';
import type { Headline } from './headline.ts';

/** What lies along a figure's axis. */
export type Axis =
	/** The months up to the period asked for. */
	| { readonly kind: 'months'; readonly count: number }
	/** January to December of the period's year; months to come are empty or projected. */
	| { readonly kind: 'year' }
	/** The keys of a dimension, in official order or by the first series from the greatest. */
	| {
			readonly kind: 'keys';
			readonly by: DimensionId;
			readonly order: 'official' | 'value';
			readonly most?: number;
	  };

/** One line, column or bar of a figure. */
export interface Stroke {
	readonly id: string;
	/** What it is called in the figure; the indicator's own label if absent. */
	readonly label?: string;
	readonly indicator: Indicator;
	/** The value itself, how it compares, or what its growth contributes to the whole's, in 个百分点. */
	readonly take: 'value' | Comparison | 'contribution';
	readonly kind: 'column' | 'line' | 'bar';
	readonly role?: 'main' | 'accent' | 'reference';
	readonly where?: Readonly<Partial<Record<DimensionId, string | readonly string[]>>>;
}

/** A published series drawn beside ours in the same unit, exactly as published; quarters stand at their last month. */
export interface Published {
	readonly id: string;
	readonly label: string;
	/** Its name in `published-series`, and the region it is for. */
	readonly series: string;
	readonly region: string;
	readonly take: 'value' | 'yearOnYear';
	/** 1 unless published in another power of ten than ours. */
	readonly times?: number;
}

/** A figure as declared: which indicators, along what, in which form, and how its headline is found. */
export interface Figure {
	readonly id: string;
	/** What it shows, in a few words; stands where no headline can be made. */
	readonly label: string;
	readonly theme: 'loans' | 'policy-funds' | 'products' | 'bonds' | 'roster';
	readonly form: FigureData['form'];
	readonly axis: Axis;
	readonly strokes: readonly Stroke[];
	readonly published?: readonly Published[];
	/** Continues the first stroke, a share accumulating over the year, to December; names the sum it is a share of. */
	readonly projected?: Indicator;
	/** The stroke whose indicator's target is drawn as a line. */
	readonly target?: string;
	readonly headline: Headline;
	/** 来源: who files and what. */
	readonly source: string;
	readonly notes?: readonly string[];
}

/** Declares a figure. The id is the file name and the URL segment. */
export const defineFigure = (declared: Figure): Figure => Object.freeze(declared);
