import type { Period } from '#core/period.ts';
import type { Row } from '#datasets/define.ts';
import type allLoan from '#datasets/all-loan.ts';
import type { Bank } from '../banks.ts';
import type { BankMonth } from '../book.ts';
import { allTarget, corporateTarget } from '../economy.ts';
import { isLong } from './loans.ts';

/** Households' part of a bank's lending against its corporate part, beside the city's mean. */
const households = {
	policy: 0.05,
	state: 1.3,
	jointstock: 1.2,
	city: 1.1,
	rural: 0.9,
	foreign: 0.4,
	village: 1.4
} as const;
const smallAccount = 10_000_000 * 100;

/** A bank's totals at a month's end; the corporate one is the sum of its loan file to the 分. */
export function allLoanRows(bank: Bank, month: BankMonth, period: Period): Row<typeof allLoan>[] {
	let corporate = 0;
	let makers = 0;
	const clients = new Map<number, { size: string; balance: number }>();
	for (const loan of month.loans) {
		const { enterprise, balance } = loan;
		corporate += balance;
		if (enterprise.trade.industry.startsWith('C') && isLong(loan)) makers += balance;
		const known = clients.get(enterprise.at);
		clients.set(enterprise.at, { size: enterprise.size, balance: (known?.balance ?? 0) + balance });
	}
	const small = [...clients.values()].filter((one) => one.size >= 'CS03' && one.balance < smallAccount);
	const spread = allTarget(period) / corporateTarget(period) - 1;
	const people = Math.round((corporate * spread * households[bank.kind]) / 1_000_000) * 1_000_000;
	const inclusive =
		small.reduce((sum, one) => sum + one.balance, 0) + Math.round((people * 0.14) / 1_000_000) * 1_000_000;
	let weighted = 0;
	let granted = 0;
	for (const movement of month.movements) {
		if (!movement.out) continue;
		weighted += movement.rate * (movement.amount / 1_000_000);
		granted += movement.amount / 1_000_000;
	}
	const newRate = granted ? Math.round(weighted / granted) : null;
	const rows = (currency: string, abroad: number): Row<typeof allLoan>[] => [
		{ currency, segment: 'ALL', balance: corporate + people + abroad, borrowers: null, newRate: null },
		{ currency, segment: 'CORPORATE', balance: corporate, borrowers: clients.size, newRate },
		{ currency, segment: 'HOUSEHOLD', balance: people, borrowers: null, newRate: null },
		{ currency, segment: 'INCLUSIVE', balance: inclusive, borrowers: small.length, newRate: null },
		{ currency, segment: 'MANUFACTURING', balance: makers, borrowers: null, newRate: null }
	];
	return [...rows('ALL', Math.round((corporate * 0.012) / 1_000_000) * 1_000_000), ...rows('CNY', 0)];
}
