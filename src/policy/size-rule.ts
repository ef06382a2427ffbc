import { sectionOf } from '#codes/industry.ts';

/** What the classification looks at: employees in persons, revenue and assets in 分; `null` where not given. */
export interface SizeFigures {
	readonly employees: number | null;
	readonly revenue: number | null;
	readonly totalAssets: number | null;
}

/** Minimum employees (X), revenue (Y) and assets (Z) in 万元 of one size; only those named count. */
type Minimum = { readonly X?: number; readonly Y?: number; readonly Z?: number };
/** Minima of large, medium and small; below small is micro. */
type Rule = readonly [large: Minimum, medium: Minimum, small: Minimum];

const farming: Rule = [{ Y: 20000 }, { Y: 500 }, { Y: 50 }];
const manufacturing: Rule = [
	{ X: 1000, Y: 40000 },
	{ X: 300, Y: 2000 },
	{ X: 20, Y: 300 }
];
const construction: Rule = [
	{ Y: 80000, Z: 80000 },
	{ Y: 6000, Z: 5000 },
	{ Y: 300, Z: 300 }
];
const wholesale: Rule = [
	{ X: 200, Y: 40000 },
	{ X: 20, Y: 5000 },
	{ X: 5, Y: 1000 }
];
const retail: Rule = [
	{ X: 300, Y: 20000 },
	{ X: 50, Y: 500 },
	{ X: 10, Y: 100 }
];
const transport: Rule = [
	{ X: 1000, Y: 30000 },
	{ X: 300, Y: 3000 },
	{ X: 20, Y: 200 }
];
const storage: Rule = [
	{ X: 200, Y: 30000 },
	{ X: 100, Y: 1000 },
	{ X: 20, Y: 100 }
];
const post: Rule = [
	{ X: 1000, Y: 30000 },
	{ X: 300, Y: 2000 },
	{ X: 20, Y: 100 }
];
const hospitality: Rule = [
	{ X: 300, Y: 10000 },
	{ X: 100, Y: 2000 },
	{ X: 10, Y: 100 }
];
const transmission: Rule = [
	{ X: 2000, Y: 100000 },
	{ X: 100, Y: 1000 },
	{ X: 10, Y: 100 }
];
const software: Rule = [
	{ X: 300, Y: 10000 },
	{ X: 100, Y: 1000 },
	{ X: 10, Y: 50 }
];
const leasing: Rule = [
	{ X: 300, Z: 120000 },
	{ X: 100, Z: 8000 },
	{ X: 10, Z: 100 }
];
const other: Rule = [{ X: 300 }, { X: 100 }, { X: 10 }];

const byDivision: Readonly<Record<string, Rule>> = {
	F51: wholesale,
	F52: retail,
	G54: transport,
	G55: transport,
	G56: transport,
	G57: transport,
	G58: transport,
	G59: storage,
	G60: post,
	I63: transmission,
	I64: transmission,
	I65: software,
	Q85: other
};
const bySection: Readonly<Record<string, Rule>> = {
	A: farming,
	B: manufacturing,
	C: manufacturing,
	D: manufacturing,
	E: construction,
	H: hospitality,
	L: leasing,
	M: other,
	N: other,
	O: other,
	R: other
};

const tenThousand = 1_000_000;

/**
 * The size an enterprise has by 工信部联企业〔2011〕300号; `null` where a figure is missing or the division alone does not
 * tell (房地产 splits into developers and property managers; rail, finance, education and health are not covered).
 */
export function sizeByRule(industry: string, figures: SizeFigures): 'CS01' | 'CS02' | 'CS03' | 'CS04' | null {
	const rule = byDivision[industry] ?? bySection[sectionOf(industry) ?? ''];
	if (!rule) return null;
	const { employees, revenue, totalAssets } = figures;
	const known = {
		X: employees,
		Y: revenue && revenue / tenThousand,
		Z: totalAssets && totalAssets / tenThousand
	};
	const measures = Object.keys(rule[0]) as (keyof Minimum)[];
	if (measures.some((measure) => known[measure] === null)) return null;
	const reaches = (minimum: Minimum): boolean =>
		measures.every((measure) => known[measure]! >= (minimum[measure] ?? 0));
	return reaches(rule[0]) ? 'CS01' : reaches(rule[1]) ? 'CS02' : reaches(rule[2]) ? 'CS03' : 'CS04';
}
