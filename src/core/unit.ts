/** What an exact value is counted in before it is shown. */
export type Base =
	/** Integer 分 (or US cents). */
	| 'fen'
	/** Things. */
	| 'count'
	/** A share or growth: 1 is the whole. */
	| 'fraction'
	/** 10⁻⁵ % per year. */
	| 'rate'
	/** Plain number: days, months, years, points, multiples. */
	| 'plain';

export interface Unit {
	/** As printed beside or above the number. */
	readonly label: string;
	readonly base: Base;
	/** How many base units make one display unit, as a fraction [n, d]. */
	readonly per: readonly [bigint, bigint];
	/** Decimals when shown, the same throughout a column. */
	readonly decimals: number;
}

const unit = (label: string, base: Base, per: readonly [bigint, bigint], decimals: number): Unit => ({
	label,
	base,
	per,
	decimals
});
const one = [1n, 1n] as const;

/** Every unit a number of this product can be printed in. */
export const units = {
	yuan: unit('元', 'fen', [100n, 1n], 2),
	wanYuan: unit('万元', 'fen', [1_000_000n, 1n], 2),
	yiYuan: unit('亿元', 'fen', [10_000_000_000n, 1n], 2),
	wanYiYuan: unit('万亿元', 'fen', [100_000_000_000_000n, 1n], 2),
	household: unit('户', 'count', one, 0),
	wanHousehold: unit('万户', 'count', [10_000n, 1n], 2),
	institution: unit('家', 'count', one, 0),
	item: unit('个', 'count', one, 0),
	deal: unit('笔', 'count', one, 0),
	bond: unit('只', 'count', one, 0),
	session: unit('场', 'count', one, 0),
	occasion: unit('次', 'count', one, 0),
	review: unit('条', 'count', one, 0),
	percent: unit('%', 'fraction', [1n, 100n], 1),
	percentagePoint: unit('个百分点', 'fraction', [1n, 100n], 1),
	/** For small shares, whose second decimal is news: 不良率 0.35%. */
	finePercent: unit('%', 'fraction', [1n, 100n], 2),
	finePoint: unit('个百分点', 'fraction', [1n, 100n], 2),
	annualRate: unit('%', 'rate', [100_000n, 1n], 2),
	ratePoint: unit('个百分点', 'rate', [100_000n, 1n], 2),
	basisPoint: unit('个基点', 'rate', [1_000n, 1n], 0),
	times: unit('倍', 'plain', one, 2),
	day: unit('天', 'plain', one, 1),
	workingDay: unit('工作日', 'plain', one, 1),
	month: unit('个月', 'plain', one, 0),
	year: unit('年', 'plain', one, 2),
	score: unit('分', 'plain', one, 2)
} as const satisfies Record<string, Unit>;

/** The name of a unit in declarations. */
export type UnitId = keyof typeof units;
export const unitOf = (id: UnitId): Unit => units[id];

/** Whether it prints a fraction of a whole in %. */
export const isShare = (id: UnitId): boolean => id === 'percent' || id === 'finePercent';

const differences: Partial<Readonly<Record<UnitId, UnitId>>> = {
	percent: 'percentagePoint',
	finePercent: 'finePoint',
	annualRate: 'basisPoint'
};

/** The unit a difference of two values is stated in: shares differ by 个百分点, interest rates by 个基点. */
export const differenceUnit = (id: UnitId): UnitId => differences[id] ?? id;
