import { endOf } from '#core/period.ts';
import { subtract, type Rational } from '#core/rational.ts';
import type { ClauseLight, Tone } from '#figures/show.ts';
import {
	lightLabels,
	type Indicator,
	type Judgement,
	type Light,
	type Standing
} from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { observe, quantity } from './observe.ts';
import type { Observation, ObserveQuery, Quantity } from './types.ts';

/** An indicator as it stands in a month: value, growth on the year, and its light with the reason. */
export interface Lit {
	readonly indicator: Indicator;
	readonly now: Observation | undefined;
	readonly judgement: Judgement | null;
	/** Of a value that compares growths while returns are missing: the same among those who have filed. */
	readonly comparable?: Quantity;
}

export const toneOf: Readonly<Record<Light, Tone>> = { green: 'good', amber: 'warn', red: 'bad' };
/** Whether returns are still missing behind a value. */
export const isPartial = (one: Observation | undefined): boolean =>
	one !== undefined && one.coverage.filed > 0 && one.coverage.filed < one.coverage.expected;

const rank: readonly Light[] = ['green', 'amber', 'red'];

/** How an indicator is looked at: narrowed, and with its growth on the comparable basis wherever returns are missing. */
export interface Look {
	readonly where?: Record<string, string>;
	/** Also where no status rule asks for it; it is read from the facts and takes a moment. */
	readonly comparable?: boolean;
}

/** Observes an indicator and asks its status rule. While returns are missing, growth is that of those who have filed. */
export function lit(ledger: Ledger, asker: Asker, indicator: Indicator, asked: Asked, look: Look = {}): Lit {
	const { period, scope } = asked;
	const place = look.where ? { where: look.where } : {};
	const read = (id: string, more: Partial<ObserveQuery> = {}): Observation | undefined =>
		observe(ledger, asker, { indicator: id, period, scope, ...place, ...more })[0];
	const compare = indicator.comparisons.includes('yearOnYear') ? ({ compare: 'yearOnYear' } as const) : {};
	let now = read(indicator.id, compare);
	const partial = isPartial(now);
	const comparable = (): Observation | undefined => {
		if (now?.compare && !now.compare.likeForLike) now = read(indicator.id, { ...compare, likeForLike: true });
		return now;
	};
	const excess = (): Rational | null => {
		const [tech, all] = ['tech-loan-balance', 'all-loan-balance'].map(
			(id) => read(id, { compare: 'yearOnYear', likeForLike: true })?.compare?.likeForLike?.exact
		);
		return tech && all ? subtract(tech, all) : null;
	};
	const { target } = indicator;
	const parameter: Standing['parameter'] = (id) => parametersOf(ledger)(id, endOf(period));
	const standing: Standing = {
		period,
		value: now?.exact ?? null,
		target: target?.star ? parameter(target.parameter) : null,
		parameter,
		growth: () => (partial ? comparable()?.compare?.likeForLike?.exact : now?.compare?.exact) ?? null,
		other: (id) =>
			partial && id === 'excess-growth' ? excess() : indicators.has(id) ? (read(id)?.exact ?? null) : null
	};
	const judgement = indicator.status?.(standing) ?? null;
	if (partial && look.comparable) comparable();
	const own = partial && look.comparable && indicator.id === 'excess-growth' ? excess() : null;
	return { indicator, now, judgement, ...(own ? { comparable: quantity(own, indicator.unit) } : {}) };
}

/** Every indicator of a clause as it stands; those with these codes also on the comparable basis. */
export const litOf = (
	ledger: Ledger,
	asker: Asker,
	clause: number,
	asked: Asked,
	comparable: ReadonlySet<string> = new Set()
): Lit[] =>
	[...indicators.values()]
		.filter((one) => one.clause === clause)
		.map((one) => lit(ledger, asker, one, asked, { comparable: comparable.has(one.code) }));

/** The light of a clause: the worst of its indicators'; none if nothing is measured or nothing has come in. */
export function clauseLight(clause: (typeof clauses)[number], list: readonly Lit[]): ClauseLight {
	const lights = list.flatMap((one) => (one.judgement ? [one.judgement.light] : []));
	const worst = rank.findLast((light) => lights.includes(light));
	const seen = list.some((one) => one.now?.plot != null);
	return {
		number: clause.number,
		label: clause.title,
		tone: worst ? toneOf[worst] : 'none',
		word: worst ? lightLabels[worst] : list.length === 0 ? '尚无指标' : seen ? '不设灯' : '暂无数据'
	};
}
