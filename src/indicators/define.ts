import type { Period } from '#core/period.ts';
import { prose } from '#core/number.ts';
import type { Rational } from '#core/rational.ts';
import { unitOf, type UnitId } from '#core/unit.ts';
import type { Dataset } from '#datasets/define.ts';
import type { Given } from '#formula/example.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import { leavesOf, type Formula } from '#formula/formula.ts';
import { datasetsOf, isView, type Scope } from '#formula/source.ts';
import type { ParameterId, ParameterLookUp } from '#policy/parameters.ts';
import type { Reason } from '#formula/reason.ts';

export type Comparison = 'yearOnYear' | 'monthOnMonth' | 'sinceYearEnd' | 'yearToDate';
export const comparisonLabels: Readonly<Record<Comparison, string>> = {
	yearOnYear: '同比',
	monthOnMonth: '环比',
	sinceYearEnd: '较年初',
	yearToDate: '累计同比'
};

/** 时点 (a stock at the period's end), 时期 (a flow of the period), 比率, 利率. */
export type Nature = 'stock' | 'flow' | 'ratio' | 'rate';
export const natureLabels: Readonly<Record<Nature, string>> = {
	stock: '时点',
	flow: '时期',
	ratio: '比率',
	rate: '利率'
};

export type Light = 'green' | 'amber' | 'red';
export const lightLabels: Readonly<Record<Light, string>> = { green: '正常', amber: '关注', red: '预警' };

/** What a status rule may ask: the value, and other indicators at the same period and place. */
export interface Standing {
	readonly period: Period;
	readonly value: Rational | null;
	readonly target: Rational | null;
	/** Growth on a year earlier as a fraction; for shares and rates the difference. */
	growth(): Rational | null;
	/** Another indicator by its id. */
	other(id: string): Rational | null;
	/** A dated parameter at the period's end. */
	parameter(id: ParameterId): Rational | null;
}
/** A light with the reason in words. */
export interface Judgement {
	readonly light: Light;
	readonly because: string;
}

/** A target in the notice: a number (★, a dated parameter) or only a direction (☆). */
export type Target =
	| {
			readonly star: true;
			readonly parameter: ParameterId;
			readonly atLeast: boolean;
			/** What it is set for: 每年. */
			readonly each: string;
	  }
	| { readonly star: false; readonly text: string };

/** A target in words as it stands on a day: 每年不低于50%. */
export function targetText(
	{ target, unit }: Indicator,
	parameter: ParameterLookUp,
	on: string
): string | null {
	if (!target?.star) return target?.text ?? null;
	const value = parameter(target.parameter, on);
	return (
		value && `${target.each}${target.atLeast ? '不低于' : '不高于'}${prose(value, unit)}${unitOf(unit).label}`
	);
}

/** Rows and what they come to: documentation and test at once. */
export interface Example {
	/** The calculation by hand. */
	readonly says: string;
	readonly period?: Period;
	readonly given: readonly Given[];
	/** Credit code → labels held in the months of the example, for indicators that ask the roster. */
	readonly roster?: Readonly<Record<string, readonly string[]>>;
	readonly kinds?: Readonly<Record<string, string>>;
	readonly where?: Readonly<Partial<Record<DimensionId, string>>>;
	readonly scope?: Scope;
	/** The parameters it is calculated with, so that it stays true when one changes. */
	readonly parameters?: Readonly<Partial<Record<ParameterId, string>>>;
	/** Exact, in base units (分, count, fraction, 10⁻⁵ %): `65/160`, `-12`; or why there is none. */
	readonly value: string | number | { readonly missing: Reason };
}

/** A changed definition: from this month on values do not compare with earlier ones, everywhere or under these keys. */
export interface Break {
	readonly from: Period;
	readonly note: string;
	readonly where?: Readonly<Partial<Record<DimensionId, readonly string[]>>>;
}

export interface Indicator {
	readonly id: string;
	/** Code of the indicator list, such as `M04-8`. */
	readonly code: string;
	readonly label: string;
	/** For a tile, where the label is too long. */
	readonly short?: string;
	readonly english: string;
	readonly clause: number;
	readonly unit: UnitId;
	readonly nature: Nature;
	/** Which direction is good. */
	readonly better: 'higher' | 'lower' | 'neither';
	readonly definition: string;
	/** Where in the notice, or elsewhere, it comes from. */
	readonly basis: string;
	/** First and last period the definition holds for. */
	readonly from: Period;
	readonly until?: Period;
	/** How often it is assessed. */
	readonly every: 'month' | 'quarter';
	readonly filedBy: string;
	readonly by: readonly DimensionId[];
	readonly comparisons: readonly Comparison[];
	readonly target?: Target;
	readonly status?: (standing: Standing) => Judgement | null;
	/** First periods of a changed definition: nothing is compared across one. */
	readonly breaks: readonly Break[];
	readonly formula: Formula;
	/** Whether the answer depends on 国家口径 or 北京口径. */
	readonly scoped: boolean;
	/** Datasets it rests on, the one whose completeness matters most first. */
	readonly datasets: readonly Dataset[];
	readonly examples: readonly Example[];
}

type Declared = Omit<Indicator, 'scoped' | 'datasets' | 'breaks' | 'from' | 'comparisons'> &
	Partial<Pick<Indicator, 'breaks' | 'from' | 'comparisons'>>;

/** 同比 and 环比 always; stocks also 较年初, flows also 累计同比. */
const usual = (nature: Nature): readonly Comparison[] =>
	nature === 'flow'
		? ['yearOnYear', 'monthOnMonth', 'yearToDate']
		: nature === 'stock'
			? ['yearOnYear', 'monthOnMonth', 'sinceYearEnd', 'yearToDate']
			: ['yearOnYear', 'monthOnMonth', 'sinceYearEnd'];

/** Declares an indicator: one figure with everything a reader must know about it. The id is the file name. */
export function defineIndicator(declared: Declared): Indicator {
	const leaves = leavesOf(declared.formula);
	const datasets = [...new Set(leaves.flatMap((leaf) => datasetsOf(leaf.source)))];
	return Object.freeze({
		breaks: [],
		from: '2022-10',
		comparisons: usual(declared.nature),
		...declared,
		scoped: leaves.some((leaf) => JSON.stringify(leaf.where).includes('"asked"')),
		datasets
	});
}

/** Whether any leaf rests on a view of this id. */
export const restsOn = (indicator: Indicator, id: string): boolean =>
	leavesOf(indicator.formula).some((leaf) => isView(leaf.source) && leaf.source.id === id);
