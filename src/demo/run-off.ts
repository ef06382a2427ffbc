import { addDays, endOf, startOf, type DateText, type Period } from '#core/period.ts';
import type { Bank } from './banks.ts';
import type { Loan, Movement } from './book.ts';
import { dayIn } from './loan-terms.ts';
import type { Random } from './random.ts';

const tenThousand = 1_000_000;
const worse = { FQ01: 'FQ02', FQ02: 'FQ03', FQ03: 'FQ04', FQ04: 'FQ05', FQ05: 'FQ05' } as const;

/** Lets a bank's loans live through a month before anything new is granted; what is left is returned, what moved is added. */
export function runOff(
	random: Random,
	bank: Bank,
	loans: readonly Loan[],
	period: Period,
	moved: Movement[]
): Loan[] {
	const end = endOf(period);
	let count = 0;
	const back = (loan: Loan, amount: number, on: DateText, state: 'LF01' | 'LF02' = 'LF01'): boolean => {
		loan.balance -= amount;
		const ended = loan.balance === 0;
		const serial = `${bank.id.slice(4)}${period.slice(2).replace('-', '')}${String((count += 1)).padStart(5, '0')}S`;
		moved.push({ loan, on, amount, out: false, state, ended, serial, rate: loan.rate, base: loan.base });
		return !ended;
	};
	return loans.filter((loan) => {
		if (loan.overdue) return troubled(random, loan, period, back);
		const due = loan.extendedTo ?? loan.dueOn;
		if (due <= end) {
			if (!loan.extendedTo && random.chance(0.014)) {
				loan.extendedTo = addDays(loan.dueOn, 180);
				return true;
			}
			if (random.chance(0.0035)) {
				loan.overdue = '01';
				loan.quality = 'FQ02';
				return true;
			}
			return back(loan, loan.balance, due < startOf(period) ? startOf(period) : due);
		}
		if (random.chance(0.0003)) {
			loan.overdue = '02';
			loan.quality = 'FQ02';
			return true;
		}
		const instalments =
			Number(loan.dueOn.slice(0, 4)) * 12 +
				Number(loan.dueOn.slice(5, 7)) -
				Number(loan.grantedOn.slice(0, 4)) * 12 -
				Number(loan.grantedOn.slice(5, 7)) >
			12;
		if (instalments && random.chance(0.14)) {
			const amount = Math.min(
				loan.balance,
				Math.max(tenThousand, Math.round((loan.amount * 0.05) / tenThousand) * tenThousand)
			);
			return back(loan, amount, dayIn(period, 20));
		}
		if (random.chance(0.006)) return back(loan, loan.balance, dayIn(period, random.between(1, 28)));
		return true;
	});
}

/** An overdue loan is cured, sinks a grade, or in the end is written off. */
function troubled(
	random: Random,
	loan: Loan,
	period: Period,
	back: (loan: Loan, amount: number, on: DateText, state?: 'LF01' | 'LF02') => boolean
): boolean {
	const fate = random.next();
	if (fate < 0.07) return back(loan, loan.balance, dayIn(period, random.between(5, 28)));
	if (fate < 0.1 && loan.quality === 'FQ05') return back(loan, loan.balance, endOf(period), 'LF02');
	if (fate > 0.72) loan.quality = worse[loan.quality];
	return true;
}
