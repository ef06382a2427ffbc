import { endOf } from '#core/period.ts';
import type { Rational } from '#core/rational.ts';
import type { ClauseLight, Tone } from '#figures/show.ts';
import type { Indicator, Judgement, Light, Standing } from '#indicators/define.ts';
import { indicators } from '#indicators/index.ts';
import { clauses } from '#policy/clauses.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { observe } from './observe.ts';
import type { Observation } from './types.ts';

/** An indicator as it stands in a month: value, growth on the year, and its light with the reason. */
export interface Lit {
	readonly indicator: Indicator;
	readonly now: Observation | undefined;
	readonly judgement: Judgement | null;
}

export const toneOf: Readonly<Record<Light, Tone>> = { green: 'good', amber: 'warn', red: 'bad' };
const rank: readonly Light[] = ['green', 'amber', 'red'];

/** Observes an indicator and asks its status rule. */
export function lit(
	ledger: Ledger,
	asker: Asker,
	indicator: Indicator,
	asked: Asked,
	where?: Record<string, string>
): Lit {
	const compare = indicator.comparisons.includes('yearOnYear') ? ({ compare: 'yearOnYear' } as const) : {};
	const place = where ? { where } : {};
	const read = (id: string): Observation | undefined =>
		observe(ledger, asker, {
			indicator: id,
			period: asked.period,
			scope: asked.scope,
			...compare,
			...place
		})[0];
	const now = read(indicator.id);
	const exact = (one: { exact?: Rational | null } | undefined): Rational | null => one?.exact ?? null;
	const standing: Standing = {
		period: asked.period,
		value: exact(now),
		target: indicator.target?.star
			? parametersOf(ledger)(indicator.target.parameter as never, endOf(asked.period))
			: null,
		growth: () => exact(now?.compare),
		other: (id) =>
			indicators.has(id)
				? exact(
						observe(ledger, asker, { indicator: id, period: asked.period, scope: asked.scope, ...place })[0]
					)
				: null
	};
	return { indicator, now, judgement: indicator.status?.(standing) ?? null };
}

/** Every indicator of a clause as it stands. */
export const litOf = (ledger: Ledger, asker: Asker, clause: number, asked: Asked): Lit[] =>
	[...indicators.values()]
		.filter((one) => one.clause === clause)
		.map((one) => lit(ledger, asker, one, asked));

/** The light of a clause: the worst of its indicators'; none if nothing is measured or nothing has come in. */
export function clauseLight(clause: (typeof clauses)[number], list: readonly Lit[]): ClauseLight {
	const lights = list.flatMap((one) => (one.judgement ? [one.judgement.light] : []));
	const worst = rank.findLast((light) => lights.includes(light));
	const seen = list.some((one) => one.now?.plot != null);
	return {
		number: clause.number,
		label: clause.title,
		tone: worst ? toneOf[worst] : 'none',
		word: worst
			? { green: '正常', amber: '关注', red: '预警' }[worst]
			: list.length === 0
				? '尚无指标'
				: seen
					? '不设灯'
					: '暂无数据'
	};
}

/** All fifteen clauses in order. */
export const clauseLights = (ledger: Ledger, asker: Asker, asked: Asked): ClauseLight[] =>
	clauses.map((clause) => clauseLight(clause, litOf(ledger, asker, clause.number, asked)));
