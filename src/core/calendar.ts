import { addDays, addMonths, dayNumber, lastMonth, startOf, type DateText, type Period } from './period.ts';

interface Year {
	/** Days off that are not a plain weekend's own, weekends within a holiday included. */
	readonly off: readonly string[];
	/** Weekend days worked in exchange (调休). */
	readonly worked: readonly string[];
	/** The State Council notice that says so. */
	readonly source: string;
}

/** Expands `MM-DD` and `MM-DD..MM-DD`. */
const days = (year: string, list: string): string[] =>
	list.split(' ').flatMap((item) => {
		const [first, last = first] = item.split('..');
		const from = `${year}-${first!}`;
		const length = dayNumber(`${year}-${last!}`) - dayNumber(from) + 1;
		return Array.from({ length }, (_, i) => addDays(from, i));
	});
const year = (at: string, off: string, worked: string, source: string): [string, Year] => [
	at,
	{ off: days(at, off), worked: days(at, worked), source }
];

const years = new Map<string, Year>([
	year(
		'2022',
		'01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07 12-31',
		'01-29 01-30 04-02 04-24 05-07 10-08 10-09',
		'国办发明电〔2021〕11号'
	),
	year(
		'2023',
		'01-01..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06',
		'01-28 01-29 04-23 05-06 06-25 10-07 10-08',
		'国办发明电〔2022〕16号'
	),
	year(
		'2024',
		'01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07',
		'02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
		'国办发明电〔2023〕7号'
	),
	year(
		'2025',
		'01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08',
		'01-26 02-08 04-27 09-28 10-11',
		'国办发明电〔2024〕12号'
	),
	year(
		'2026',
		'01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07',
		'01-04 02-14 02-28 05-09 09-20 10-10',
		'国办发明电〔2025〕7号'
	)
]);
const off = new Set([...years.values()].flatMap((one) => one.off));
const worked = new Set([...years.values()].flatMap((one) => one.worked));

/** The notice the holidays of a year come from; `null` where none is known and only weekends are days off. */
export const holidaySource = (yearText: string): string | null => years.get(yearText)?.source ?? null;

/** Whether offices are open on a day in China. */
export function isWorkingDay(date: DateText): boolean {
	if (worked.has(date)) return true;
	const weekday = (dayNumber(date) + 4) % 7;
	return weekday !== 0 && weekday !== 6 && !off.has(date);
}

/** The nth working day of a month. */
export function workingDay(month: Period, count: number): DateText {
	let date = addDays(startOf(month), -1);
	for (let seen = 0; seen < count;) {
		date = addDays(date, 1);
		if (isWorkingDay(date)) seen += 1;
	}
	return date;
}

/** The day a return is due: the nth working day of the month after its period. */
export const dueOn = (period: Period, count: number): DateText =>
	workingDay(addMonths(lastMonth(period), 1), count);

/** Working days after the first date up to and with the second; negative if it lies before. */
export function workingDaysBetween(from: DateText, to: DateText): number {
	if (to < from) return -workingDaysBetween(to, from);
	let count = 0;
	for (let date = from; date < to;) {
		date = addDays(date, 1);
		if (isWorkingDay(date)) count += 1;
	}
	return count;
}
