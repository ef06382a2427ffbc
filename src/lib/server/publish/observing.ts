import { yearEarlier, yearEndBefore, type Period } from '#core/period.ts';
import { subtract, type Rational } from '#core/rational.ts';
import { differenceUnit, type UnitId } from '#core/unit.ts';
import type { DimensionId } from '#formula/dimensions.ts';
import type { Reason } from '#formula/reason.ts';
import type { Comparison, Indicator } from '#indicators/define.ts';
import type { When } from '#reports/define.ts';
import { basePeriod, changeUnit } from '#lib/server/observe/observe-change.ts';
import type { Observation, ObserveQuery } from '#lib/server/observe/types.ts';

/** A submission behind a number. */
export interface Receipt {
	readonly submission: number;
	readonly receipt: string;
	readonly institution: string;
	readonly dataset: string;
	readonly period: Period;
	readonly acceptedAt: string;
	readonly fileName: string;
	readonly sha256: string;
}

/** One key of a dimension, where it sits in its tree, and for institutions what kind they are. */
export interface OfficialKey {
	readonly key: string;
	readonly label: string;
	readonly parent?: string;
	readonly kind?: string;
	/** A row only where there is something to show. */
	readonly ifAny?: boolean;
}

/** Everything a report is made from; a ledger seen by one asker, or a handful of numbers in a test. */
export interface ReportSource {
	observe(query: ObserveQuery): readonly Observation[];
	/** Keys of a dimension in official order with their names; institutions come from the ledger. */
	keysOf(by: DimensionId): readonly OfficialKey[];
	parameter(id: string, on: string): Rational | null;
	/** Submissions in force that an indicator's value in a period rests on, of one institution or all. */
	receipts(indicator: Indicator, period: Period, institution?: string): readonly Receipt[];
	/** Whether numbers of an indicator, told apart by some dimensions, are the reader's to see. */
	sees(indicator: Indicator, dimensions?: readonly string[]): boolean;
	/** Whether a clause is in the reader's charge. */
	seesClause(clause: number): boolean;
	/** The office whose part of the report this is; `null` where it is the whole. */
	readonly office: string | null;
	readonly demo: boolean;
	/** When the youngest submission behind the report came into force, in UTC. */
	readonly knownAt: string;
}

/** A number with all that is known of it: one row of the 数据 sheet. */
export interface Datum {
	readonly key: string;
	readonly indicator: Indicator;
	readonly period: Period;
	readonly comparison: Comparison | null;
	/** Of a comparison: the difference instead of the growth, or growth on the comparable basis. */
	readonly basis?: 'difference' | 'comparable';
	readonly keys: Readonly<Record<string, string>>;
	readonly labels: Readonly<Record<string, string>>;
	/** In base units. */
	readonly exact: Rational | null;
	readonly unit: UnitId;
	readonly reason: Reason | null;
	readonly observation: Observation;
}

export type Where = Readonly<Partial<Record<DimensionId, string>>>;

/** The name under which a number is known throughout an export. */
export function keyOf(
	indicator: Indicator,
	period: Period,
	where: Where = {},
	comparison: Comparison | null = null
): string {
	const keys = Object.entries(where)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([dimension, key]) => `${dimension}=${key}`);
	return [indicator.code, indicator.id, period, ...keys, ...(comparison ? [comparison] : [])].join('|');
}

/** The period a number of the report is read in. */
export function periodAt(period: Period, when: When = 'now'): Period {
	if (when === 'yearEarlier') return yearEarlier(period);
	return when === 'yearEnd' ? yearEndBefore(period) : period;
}

/** Thrown where a number is asked for that the reader may not see: what was to be said with it is left out. */
export class NotShown extends Error {}

/** Asks each question once and remembers every number it was given. */
export interface Observing {
	readonly period: Period;
	readonly source: ReportSource;
	value(indicator: Indicator, period: Period, where?: Where): Datum;
	compared(
		indicator: Indicator,
		period: Period,
		comparison: Comparison,
		where?: Where
	): { now: Datum; base: Datum; change: Datum };
	/** Growth among those who filed for both periods, by the later roster. */
	comparable(indicator: Indicator, period: Period, comparison: Comparison, where?: Where): Datum;
	/** The difference of two values in the indicator's own unit. */
	difference(indicator: Indicator, period: Period, comparison: Comparison, where?: Where): Datum;
	/** Fetches a whole breakdown at once and names its keys; single keys of it are then answered without asking again. */
	breakdown(
		indicator: Indicator,
		period: Period,
		by: DimensionId,
		comparison?: Comparison
	): readonly string[];
	/** All numbers so far, in the order they were first asked for. */
	data(): readonly Datum[];
}

/** Whether returns are still missing behind a number. */
export const isPartial = ({ observation: { coverage } }: Datum): boolean =>
	coverage.filed > 0 && coverage.filed < coverage.expected;

/** An observer over a source. */
export function observing(source: ReportSource, period: Period): Observing {
	const known = new Map<string, Datum>();
	const asked = new Map<string, readonly string[]>();

	function put(indicator: Indicator, at: Period, where: Where, observation: Observation): Datum {
		const key = keyOf(indicator, at, where);
		const datum: Datum = known.get(key) ?? {
			key,
			indicator,
			period: at,
			comparison: null,
			keys: where as Record<string, string>,
			labels: observation.labels,
			exact: observation.exact ?? null,
			unit: indicator.unit,
			reason: observation.reason ?? null,
			observation
		};
		known.set(key, datum);
		return datum;
	}

	function putCompared(
		indicator: Indicator,
		at: Period,
		where: Where,
		comparison: Comparison,
		observation: Observation
	): Datum {
		const key = keyOf(indicator, at, where, comparison);
		const compared = observation.compare;
		const datum: Datum = known.get(key) ?? {
			...put(indicator, at, where, observation),
			key,
			comparison,
			exact: compared?.exact ?? null,
			unit: changeUnit(indicator),
			reason: compared ? (compared.reason ?? null) : (observation.reason ?? 'not-comparable')
		};
		known.set(key, datum);
		return datum;
	}

	function only(found: readonly Observation[], indicator: Indicator, at: Period): Observation {
		const one = found[0];
		if (!one) throw new Error(`no observation: ${indicator.code} ${at}`);
		return one;
	}

	function demandSeen(indicator: Indicator, dimensions: readonly string[]): void {
		if (!source.sees(indicator, dimensions)) throw new NotShown(`${indicator.code} ${dimensions.join()}`);
	}

	const self: Observing = {
		period,
		source,
		value(indicator, at, where = {}) {
			demandSeen(indicator, Object.keys(where));
			return (
				known.get(keyOf(indicator, at, where)) ??
				put(
					indicator,
					at,
					where,
					only(
						source.observe({ indicator: indicator.id, period: at, where: where as Record<string, string> }),
						indicator,
						at
					)
				)
			);
		},
		compared(indicator, at, comparison, where = {}) {
			const now = self.value(indicator, at, where);
			const base = self.value(indicator, basePeriod(at, comparison), where);
			const change =
				known.get(keyOf(indicator, at, where, comparison)) ??
				putCompared(
					indicator,
					at,
					where,
					comparison,
					only(
						source.observe({
							indicator: indicator.id,
							period: at,
							where: where as Record<string, string>,
							compare: comparison
						}),
						indicator,
						at
					)
				);
			return { now, base, change };
		},
		comparable(indicator, at, comparison, where = {}) {
			const key = `${keyOf(indicator, at, where, comparison)}|comparable`;
			const before = known.get(key);
			if (before) return before;
			const { change } = self.compared(indicator, at, comparison, where);
			const query = {
				indicator: indicator.id,
				period: at,
				where: where as Record<string, string>,
				compare: comparison,
				likeForLike: true
			};
			const found = only(source.observe(query), indicator, at).compare?.likeForLike;
			const datum: Datum = {
				...change,
				key,
				basis: 'comparable',
				exact: found?.exact ?? null,
				reason: found ? (found.reason ?? null) : 'not-comparable'
			};
			known.set(key, datum);
			return datum;
		},
		difference(indicator, at, comparison, where = {}) {
			const { now, base, change } = self.compared(indicator, at, comparison, where);
			const key = `${keyOf(indicator, at, where, comparison)}|difference`;
			const exact = now.exact && base.exact ? subtract(now.exact, base.exact) : null;
			const datum: Datum = known.get(key) ?? {
				...change,
				key,
				basis: 'difference',
				exact,
				unit: differenceUnit(indicator.unit),
				reason: exact ? null : change.reason
			};
			known.set(key, datum);
			return datum;
		},
		breakdown(indicator, at, by, comparison) {
			demandSeen(indicator, [by]);
			const question = keyOf(indicator, at, { [by]: '*' }, comparison ?? null);
			const before = asked.get(question);
			if (before) return before;
			const found = source
				.observe({
					indicator: indicator.id,
					period: at,
					by: [by],
					...(comparison && { compare: comparison })
				})
				.filter((observation) => observation.keys[by] !== undefined);
			for (const observation of found) {
				const where = { [by]: observation.keys[by]! };
				put(indicator, at, where, observation);
				if (comparison) putCompared(indicator, at, where, comparison, observation);
			}
			const keys = found.map((observation) => observation.keys[by]!);
			asked.set(question, keys);
			return keys;
		},
		data: () => [...known.values()]
	};
	return self;
}
