import type { Period } from '#core/period.ts';
import type { Bank } from './banks.ts';
import type { Loan } from './book.ts';
import { coverageTarget } from './economy.ts';
import type { Enterprise } from './enterprises.ts';
import { weightOf, type Group } from './loan-terms.ts';
import type { Setting } from './lending.ts';
import type { Random } from './random.ts';

/** One bank's books as they run. */
export interface Desk {
	readonly bank: Bank;
	loans: Loan[];
	/** Enterprises that deal with it. */
	readonly clients: readonly Enterprise[];
	readonly average: Record<Group, number>;
	readonly noise: Record<Group, number>;
	serial: number;
}

/** All books, and what they share. */
export interface Books {
	readonly setting: Setting;
	readonly stream: Random;
	readonly desks: readonly Desk[];
	/** Loans alive per enterprise. */
	readonly alive: Int32Array;
	readonly borrowedBefore: Uint8Array;
	roster: Uint8Array;
}

/** What a bank wants to grant to a group in a month, in 万元 and in loans. */
export interface Plan {
	readonly desk: Desk;
	readonly group: Group;
	readonly volume: number;
	readonly count: number;
}

/** How likely a grant goes to somebody who has no loan now, so that the number of borrowers follows its path. */
export function newcomers(books: Books, plans: readonly Plan[], group: Group, period: Period): number {
	const { setting, alive, roster } = books;
	let borrowing = 0;
	let all = 0;
	for (const { at } of setting.enterprises) {
		if ((roster[at] === 1) !== (group === 'tech')) continue;
		if (group === 'other' && setting.enterprises[at]!.certificates.length) continue;
		all += 1;
		if (alive[at]! > 0) borrowing += 1;
	}
	const share = group === 'tech' ? coverageTarget(period) : setting.othersBorrowing;
	const grants = plans.reduce((sum, plan) => sum + (plan.group === group ? plan.count : 0), 0);
	return grants ? Math.max(0, (all * share - borrowing) / grants) : 0;
}

const appetite = { CS01: 1, CS02: 0.62, CS03: 0.4, CS04: 0.22 };
/** A client of the bank that takes a loan: one without any with the given probability, else one that has some. */
export function borrower(books: Books, { desk, group }: Plan, fresh: number): Enterprise | null {
	const { stream, alive, roster } = books;
	const idle = stream.chance(fresh);
	let found: Enterprise | null = null;
	for (let attempt = 0; attempt < 400; attempt++) {
		const one = desk.clients[Math.floor(stream.next() * desk.clients.length)]!;
		if ((roster[one.at] === 1) !== (group === 'tech') || one.shy) continue;
		if (group === 'other' && one.certificates.length && !alive[one.at]) continue;
		found ??= one;
		if (
			(alive[one.at] === 0) !== idle ||
			!stream.chance(idle ? Math.sqrt(appetite[one.size]) : appetite[one.size])
		)
			continue;
		found = one;
		break;
	}
	if (found) books.alive[found.at]!++;
	return found;
}

/** Splits a volume in 万元 over loans by the size of their borrowers; the largest takes what rounding leaves. */
export function shareOut(stream: Random, plan: Plan, chosen: readonly Enterprise[]): number[] {
	const weights = chosen.map((enterprise) => weightOf(stream, enterprise, plan.group));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const amounts = weights.map((weight) => {
		const exact = (plan.volume * weight) / total;
		const step = exact >= 20_000 ? 1000 : exact >= 2000 ? 100 : exact >= 100 ? 10 : 1;
		return Math.max(step, Math.round(exact / step) * step);
	});
	const largest = amounts.indexOf(Math.max(...amounts));
	amounts[largest]! += plan.volume - amounts.reduce((sum, amount) => sum + amount, 0);
	if (amounts[largest]! < 1) amounts[largest] = 1;
	return amounts;
}
