import { addMonths, type Period } from '#core/period.ts';
import { isLocal, type Bank } from './banks.ts';
import type { BankMonth, Loan, Movement } from './book.ts';
import { borrower, newcomers, shareOut, type Books, type Desk, type Plan } from './choosing.ts';
import { corporateTarget, primeRate, techTarget } from './economy.ts';
import type { Enterprise } from './enterprises.ts';
import { agree, dayIn, type Group } from './loan-terms.ts';
import { isCertified, onRoster } from './membership.ts';
import { monthNumber } from './path.ts';
import { isListed, type Product } from './products.ts';
import { random } from './random.ts';
import { runOff } from './run-off.ts';
import { tagged } from './tags.ts';

/** What lending starts from. `scale` is the small world's part of the whole city. */
export interface Setting {
	readonly seed: string;
	readonly first: Period;
	readonly last: Period;
	readonly banks: readonly Bank[];
	readonly enterprises: readonly Enterprise[];
	readonly products: readonly Product[];
	/** Loans alive at the end of the last month, and their part of the city's. */
	readonly loans: number;
	readonly scale: number;
	/** Share of the enterprises off the roster that borrow. */
	readonly othersBorrowing: number;
}

const groups: readonly Group[] = ['tech', 'other'];
const yuan = 100;
const tenThousand = 10_000 * yuan;
/** 亿元 in units of 万元. */
const perHundredMillion = 10_000;

/** Runs the books of all banks month by month. What it yields is alive: read it before asking for the next month. */
export function* lending(setting: Setting): Generator<{ period: Period; banks: readonly BankMonth[] }> {
	const books = open(setting);
	for (let period = setting.first; period <= setting.last; period = addMonths(period, 1)) {
		yield { period, banks: month(books, period) };
	}
}

/** A bank's share of a group at a month: on its way from where it was to where it ends. */
function shareOf(bank: Bank, group: Group, progress: number): number {
	return bank[group] * (1 + (1 / bank.drift - 1) * (1 - progress));
}

/** What each bank's group should come to at a month's end, in 万元. */
function targets(books: Books, period: Period): Map<string, Record<Group, number>> {
	const { setting, desks } = books;
	const span = monthNumber(setting.last) - monthNumber('2023-09');
	const progress = Math.max(0, (monthNumber(period) - monthNumber('2023-09')) / span);
	const whole = { tech: techTarget(period), other: corporateTarget(period) - techTarget(period) };
	const total = { tech: 0, other: 0 };
	for (const group of groups) for (const { bank } of desks) total[group] += shareOf(bank, group, progress);
	return new Map(
		desks.map((desk) => {
			const want = (group: Group): number => {
				desk.noise[group] = desk.noise[group] * 0.6 + books.stream.bell() * 0.006;
				const share = shareOf(desk.bank, group, progress) / total[group];
				return Math.round(whole[group] * setting.scale * share * (1 + desk.noise[group]) * perHundredMillion);
			};
			return [desk.bank.id, { tech: want('tech'), other: want('other') }];
		})
	);
}

function open(setting: Setting): Books {
	const stream = random(`${setting.seed} lending`);
	const weight = (bank: Bank, group: Group): number => Math.pow(bank[group], 0.6);
	const sum = (group: Group): number => setting.banks.reduce((all, bank) => all + weight(bank, group), 0);
	const weights = { tech: sum('tech'), other: sum('other') };
	const end = {
		tech: techTarget(setting.last),
		other: corporateTarget(setting.last) - techTarget(setting.last)
	};
	const shares = { tech: 0, other: 0 };
	for (const group of groups) for (const bank of setting.banks) shares[group] += bank[group];
	const desks = setting.banks.map((bank): Desk => {
		const average = (group: Group): number => {
			const count = Math.max(12, (setting.loans / 2) * (weight(bank, group) / weights[group]));
			return (end[group] * setting.scale * perHundredMillion * (bank[group] / shares[group])) / count;
		};
		return {
			bank,
			loans: [],
			clients: setting.enterprises.filter((one) => one.banks.includes(bank.id)),
			average: { tech: average('tech'), other: average('other') },
			noise: { tech: 0, other: 0 },
			serial: 0
		};
	});
	const books: Books = {
		setting,
		stream,
		desks,
		alive: new Int32Array(setting.enterprises.length),
		borrowedBefore: Uint8Array.from(setting.enterprises, (one) => (one.knownBorrower ? 1 : 0)),
		roster: new Uint8Array(setting.enterprises.length)
	};
	grant(books, addMonths(setting.first, -1), true);
	return books;
}

function month(books: Books, period: Period): BankMonth[] {
	const gone = books.desks.map((desk) => {
		const movements: Movement[] = [];
		if (period.endsWith('-01')) reprice(desk.loans, period);
		desk.loans = runOff(books.stream, desk.bank, desk.loans, period, movements);
		for (const movement of movements) if (movement.ended) books.alive[movement.loan.enterprise.at]!--;
		return movements;
	});
	const granted = grant(books, period, false);
	return books.desks.map((desk, at) => ({
		bank: desk.bank.id,
		loans: desk.loans,
		movements: [...granted[at]!, ...gone[at]!]
	}));
}

/** Lets floating loans follow the prime rate at the turn of the year. */
function reprice(loans: readonly Loan[], period: Period): void {
	const base = Math.round(primeRate(`${period}-01`) * 100_000);
	for (const loan of loans) {
		if (loan.base === null || loan.base === base) continue;
		loan.rate = Math.max(120_000, loan.rate + base - loan.base);
		loan.base = base;
	}
}

/** Grants what brings every bank's groups to their targets; the opening books are granted in the months before. */
function grant(books: Books, period: Period, opening: boolean): Movement[][] {
	const { setting, stream } = books;
	books.roster = Uint8Array.from(setting.enterprises, (one) => (onRoster(one, period) ? 1 : 0));
	const wanted = targets(books, period);
	const plans = books.desks.flatMap((desk) => {
		const have = { tech: 0, other: 0 };
		for (const loan of desk.loans) have[books.roster[loan.enterprise.at] ? 'tech' : 'other'] += loan.balance;
		return groups.map((group): Plan => {
			const volume = wanted.get(desk.bank.id)![group] - Math.round(have[group] / tenThousand);
			return {
				desk,
				group,
				volume,
				count: volume <= 0 ? 0 : Math.max(1, Math.round(volume / desk.average[group]))
			};
		});
	});
	const fresh = {
		tech: newcomers(books, plans, 'tech', period),
		other: newcomers(books, plans, 'other', period)
	};
	const made = new Map(books.desks.map((desk) => [desk, [] as Movement[]]));
	for (const plan of plans) {
		const chosen = Array.from({ length: plan.count }, () => borrower(books, plan, fresh[plan.group])).filter(
			(one) => one !== null
		);
		if (!chosen.length) continue;
		const amounts = shareOut(stream, plan, chosen);
		chosen.forEach((enterprise, at) => {
			const movement = lend(books, plan, enterprise, amounts[at]! * tenThousand, period, opening);
			if (!opening) made.get(plan.desk)!.push(movement);
		});
	}
	return books.desks.map((desk) => made.get(desk)!);
}

/** Grants one loan, on a day of the month or, for the opening books, some time ago and partly repaid. */
function lend(
	books: Books,
	plan: Plan,
	enterprise: Enterprise,
	balance: number,
	period: Period,
	opening: boolean
): Movement {
	const { stream, setting } = books;
	const { desk, group } = plan;
	let terms = agree(stream, desk.bank, enterprise, group, dayIn(period, stream.between(1, 31)));
	let grantedOn = dayIn(period, stream.between(1, 31));
	if (opening)
		grantedOn = dayIn(
			addMonths(period, -Math.floor(stream.next() * (terms.months - 0.01))),
			stream.between(1, 28)
		);
	const earliest = `${enterprise.registeredOn.slice(0, 7)}-28`;
	if (grantedOn < earliest) grantedOn = earliest;
	terms = {
		...terms,
		...within(agree(stream, desk.bank, enterprise, group, grantedOn), terms.months, grantedOn)
	};
	const shelf =
		group === 'tech'
			? setting.products.filter((one) => one.bank === desk.bank.id && isListed(one, grantedOn))
			: [];
	const first = !opening && books.borrowedBefore[enterprise.at] === 0;
	books.borrowedBefore[enterprise.at] = 1;
	const number = `${desk.bank.id.slice(4)}${grantedOn.slice(2, 7).replace('-', '')}${String((desk.serial += 1)).padStart(6, '0')}`;
	const { tag, rate, guarantee } = tagged(stream, {
		shelf,
		terms,
		certified: group === 'tech' && isCertified(enterprise, grantedOn),
		balance,
		grantedOn,
		first,
		local: isLocal(desk.bank),
		enterprise
	});
	const age = monthNumber(period) - monthNumber(grantedOn.slice(0, 7));
	const paid = opening && terms.months > 12 ? Math.round((age / terms.months) * 4) / 10 : 0;
	const troubled = opening && stream.chance(0.007);
	const loan: Loan = {
		number: `JJ${number}`,
		contract: `HT${number}`,
		branch: `B${desk.bank.id.slice(4)}${String(1 + (enterprise.at % 9)).padStart(3, '0')}`,
		enterprise,
		amount: Math.round(balance / (1 - paid) / tenThousand) * tenThousand,
		balance,
		grantedOn,
		dueOn: terms.dueOn,
		extendedTo: null,
		floating: terms.floating,
		rate,
		base: terms.base,
		guarantee,
		product: terms.product,
		direction: terms.direction,
		purpose: terms.purpose,
		first,
		currency: 'CNY',
		quality: troubled
			? stream.pick(['FQ03', 'FQ04', 'FQ05'])
			: opening && stream.chance(0.014)
				? 'FQ02'
				: 'FQ01',
		overdue: troubled ? '02' : null,
		tag
	};
	desk.loans.push(loan);
	return {
		loan,
		on: grantedOn,
		amount: balance,
		out: true,
		state: 'LF01',
		ended: false,
		serial: `${number}F`,
		rate,
		base: terms.base
	};
}

/** The rate and base agreed on the day of the grant, with the term agreed before. */
function within(agreed: ReturnType<typeof agree>, months: number, grantedOn: string) {
	const { rate, base, floating } = agreed;
	return {
		rate,
		base,
		floating,
		dueOn: dayIn(addMonths(grantedOn.slice(0, 7), months), Number(grantedOn.slice(8)))
	};
}
