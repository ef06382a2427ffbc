import { addMonths, endOf, lastMonth, type Period } from '#core/period.ts';
import { format, none, grouped } from '#core/number.ts';
import {
	compare,
	divide,
	fromDecimal,
	multiply,
	rational,
	subtract,
	toFixed,
	zero,
	type Rational
} from '#core/rational.ts';
import { atPace, outlook, type Plan, type SoFar } from '#core/scenario.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { parametersOf } from '#lib/server/ledger/parameters.ts';
import type { Asked } from './dashboards.ts';
import { observe } from './observe.ts';

/** 情景测算: what the rest of the year's plan would make of the share in key areas. */
export interface Scenario {
	/** As typed or usual: 亿元 and %. */
	readonly amount: string;
	readonly share: string;
	/** Whether the reader gave the plan; otherwise it is the pace of the last three months. */
	readonly given: boolean;
	readonly fault: string | null;
	readonly monthsLeft: number;
	readonly outcome: {
		readonly share: string;
		readonly gap: string;
		readonly met: boolean;
		/** Which share of the plan just reaches the target. */
		readonly needed: string | null;
	} | null;
}

const yi = rational(10_000_000_000n);
const hundred = rational(100);
const most = fromDecimal('1000000');

/** A typed amount or share, exactly; `null` if it is none or out of range. */
function typed(text: string, upTo: Rational): Rational | null {
	if (!/^\d{1,7}(\.\d{1,4})?$/.test(text)) return null;
	const value = fromDecimal(text);
	return compare(value, upTo) <= 0 ? value : null;
}

/** A plan as typed, each part `null` where it was not given. */
export interface Typed {
	readonly amount: string | null;
	readonly share: string | null;
}

/** The plan in an address. */
export function planIn(search: URLSearchParams): Typed {
	const typed = (name: string): string | null => search.get(name)?.trim().slice(0, 20) ?? null;
	return { amount: typed('plan'), share: typed('planShare') };
}

/** The plan typed, or that of the last three months. */
function planOf(
	plan: Typed,
	usual: Plan
): Pick<Scenario, 'amount' | 'share' | 'given' | 'fault'> & { plan: Plan | null } {
	const given = plan.amount !== null || plan.share !== null;
	const amount = plan.amount ?? toFixed(divide(usual.amount, yi), 2);
	const share = plan.share ?? toFixed(multiply(usual.share, hundred), 1);
	if (!given) return { amount, share, given, fault: null, plan: usual };
	const [money, part] = [typed(amount, most), typed(share, hundred)];
	const fault = !money
		? `计划发放额应为不超过 ${grouped(toFixed(most, 0))} 的数，单位亿元，如 280 或 280.5`
		: !part
			? '投向重点领域的比例应为 0 至 100 之间的数，如 55'
			: null;
	return {
		amount,
		share,
		given,
		fault,
		plan: money && part ? { amount: multiply(money, yi), share: divide(part, hundred) } : null
	};
}

/** What the rest of the year would have to be, under a plan given in the address; `null` where there is nothing to start from. */
export function scenarioOf(ledger: Ledger, asker: Asker, asked: Asked, typedPlan: Typed): Scenario | null {
	const target = parametersOf(ledger)('keyAreaShare', endOf(asked.period));
	const read = (indicator: string, period: Period): Rational | null =>
		observe(ledger, asker, { indicator, period, scope: asked.scope })[0]?.exact ?? null;
	const soFar = (period: Period): SoFar | null => {
		const [part, whole] = [read('key-area-funds', period), read('policy-funds', period)];
		return part && whole ? { part, whole } : null;
	};
	const now = soFar(asked.period);
	const monthsLeft = 12 - Number(lastMonth(asked.period).slice(5));
	if (!now || !target || monthsLeft === 0) return null;
	const passed = Math.min(3, 12 - monthsLeft);
	const before =
		passed === 12 - monthsLeft ? { part: zero, whole: zero } : soFar(addMonths(asked.period, -passed));
	const pace: SoFar = before
		? {
				part: divide(subtract(now.part, before.part), rational(passed)),
				whole: divide(subtract(now.whole, before.whole), rational(passed))
			}
		: { part: zero, whole: zero };
	const { plan, ...said } = planOf(typedPlan, atPace(pace, monthsLeft));
	if (!plan) return { ...said, monthsLeft, outcome: null };
	const { share, gap, needed } = outlook(now, plan, target);
	return {
		...said,
		monthsLeft,
		outcome: {
			share: share ? format(share, 'percent', { threshold: target }) : none,
			gap: format(gap, 'yiYuan'),
			met: compare(gap, zero) <= 0,
			needed: needed && format(needed, 'percent')
		}
	};
}
