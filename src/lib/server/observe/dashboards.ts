import { addMonths, isDate, isMonth, periodLabel, type Period } from '#core/period.ts';
import { isDimension } from '#formula/dimensions.ts';
import type { FigureParams } from './figure-reading.ts';
import type { Asker } from '#lib/server/access/asker.ts';
import { bodyOf } from '#lib/server/access/export-mark.ts';
import { may } from '#lib/server/access/rights.ts';
import { alarmOf } from '#lib/server/keep/chore-state.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import type { Option } from '#figures/show.ts';
import type { Scope } from './types.ts';

/** What every page knows: who reads it, and which month and scope it is about. */
export interface Frame {
	readonly user: { readonly name: string; readonly role: Asker['role']; readonly body: string | null } | null;
	readonly periods: readonly Option[];
	readonly period: Period;
	readonly scope: Scope;
	readonly demo: boolean;
	/** What the nightly comparison found wrong, for those who must know: analysts and the system administrator. */
	readonly alarm: string | null;
}

/** The month and scope asked for in the address. */
export interface Asked {
	readonly period: Period;
	readonly scope: Scope;
}

/** Months with data, the latest first; the first one most filers have reported is the usual one. */
export function months(ledger: Ledger): { all: readonly Period[]; usual: Period } {
	const found = prepared(
		ledger.db,
		`select f.period, count(*) as filed from filing f join submission s on s.filing = f.id
		where f.dataset = 'corp-loan-stock' and s.acceptedAt is not null and s.endedAt is null
		group by f.period order by f.period desc`
	).all() as { period: Period; filed: number }[];
	const most = Math.max(0, ...found.map((month) => month.filed));
	const all = found.map((month) => month.period).filter(isMonth);
	const today = addMonths(ledger.now().toISOString().slice(0, 7), -1);
	return { all, usual: found.find((month) => month.filed * 2 >= most)?.period ?? all[0] ?? today };
}

/** Reads the month and scope out of an address; anything unreadable counts as not asked. */
export function asked(ledger: Ledger, search: URLSearchParams): Asked {
	const period = search.get('period') ?? '';
	return {
		period: isMonth(period) ? period : months(ledger).usual,
		scope: search.get('scope') === 'national' ? 'national' : 'beijing'
	};
}

/** What the bar at the top needs; nothing of the data before somebody has signed in. */
export function frame(open: () => Ledger, asker: Asker | null, search: URLSearchParams): Frame {
	const ledger = open();
	if (!asker)
		return { user: null, periods: [], period: '', scope: 'beijing', demo: ledger.demo, alarm: null };
	const { all, usual } = months(ledger);
	const chosen = asked(ledger, search);
	const listed = [...new Set([usual, chosen.period, ...all])].sort().reverse();
	return {
		user: { name: asker.name, role: asker.role, body: bodyOf(ledger, asker) },
		periods: listed.map((period) => ({
			value: period,
			label: periodLabel(period),
			group: period.slice(0, 4) + '年'
		})),
		...chosen,
		demo: ledger.demo,
		alarm: asker.role === 'analyst' || may(asker, 'system') ? alarmOf(ledger) : null
	};
}

/** What figures are narrowed to by the address: `where=district:110108`, any number of times. */
export function narrowed(search: URLSearchParams): Record<string, string> {
	const out: Record<string, string> = {};
	for (const text of search.getAll('where')) {
		const at = text.indexOf(':');
		if (at > 0 && isDimension(text.slice(0, at))) out[text.slice(0, at)] = text.slice(at + 1);
	}
	return out;
}

/** Month, scope and narrowing of a figure, from its address. */
export function figureParams(ledger: Ledger, search: URLSearchParams): FigureParams {
	const asOf = search.get('asOf') ?? '';
	const where = narrowed(search);
	return {
		...asked(ledger, search),
		...(Object.keys(where).length ? { where } : {}),
		...(isDate(asOf) ? { asOf } : {})
	};
}
