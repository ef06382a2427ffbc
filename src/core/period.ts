/** A month `2026-09`, quarter `2026Q3`, half-year `2026H1` or year `2026`, as text; sorts within its kind. */
export type Period = string;
/** A calendar date `2026-09-30`, as text; never a `Date`, so no time zone can move it. */
export type DateText = string;
/** How often a dataset is filed or an indicator is assessed. */
export type Frequency = 'month' | 'quarter' | 'year' | 'event';

const month = /^(\d{4})-(0[1-9]|1[0-2])$/;
const quarter = /^(\d{4})Q([1-4])$/;
const half = /^(\d{4})H([12])$/;
const year = /^(\d{4})$/;

interface Span {
	readonly first: number;
	readonly last: number;
	readonly months: readonly Period[];
}
const spans = new Map<Period, Span>();

/** The first and last month of a period, as year and month numbers counted from year 0, and all months between. */
function span(period: Period): Span {
	let known = spans.get(period);
	if (!known) {
		const { first, last } = read(period);
		const months = Array.from({ length: last - first + 1 }, (_, i) => monthAt(first + i));
		spans.set(period, (known = { first, last, months }));
	}
	return known;
}

function read(period: Period): Omit<Span, 'months'> {
	let match;
	if ((match = month.exec(period))) {
		const at = Number(match[1]) * 12 + Number(match[2]) - 1;
		return { first: at, last: at };
	}
	if ((match = quarter.exec(period))) {
		const first = Number(match[1]) * 12 + (Number(match[2]) - 1) * 3;
		return { first, last: first + 2 };
	}
	if ((match = half.exec(period))) {
		const first = Number(match[1]) * 12 + (Number(match[2]) - 1) * 6;
		return { first, last: first + 5 };
	}
	if ((match = year.exec(period))) return { first: Number(match[1]) * 12, last: Number(match[1]) * 12 + 11 };
	throw new RangeError(`invalid period: ${period}`);
}

const names = new Map<number, Period>();

function monthAt(at: number): Period {
	let name = names.get(at);
	if (name === undefined) {
		name = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
		names.set(at, name);
	}
	return name;
}

export const isPeriod = (text: string): boolean =>
	month.test(text) || quarter.test(text) || half.test(text) || year.test(text);
export const isMonth = (text: string): boolean => month.test(text);
export const isQuarter = (text: string): boolean => quarter.test(text);

/** What kind of period it is; throws `invalid period: …`. */
export function frequencyOf(period: Period): 'month' | 'quarter' | 'half' | 'year' {
	if (month.test(period)) return 'month';
	if (quarter.test(period)) return 'quarter';
	if (half.test(period)) return 'half';
	if (year.test(period)) return 'year';
	throw new RangeError(`invalid period: ${period}`);
}

/** The months of a period, in order: `2026Q3` → `2026-07 2026-08 2026-09`. */
export const monthsOf = (period: Period): readonly Period[] => span(period).months;

/** The month a stock of the period is read at: its last one. */
export const lastMonth = (period: Period): Period => span(period).months.at(-1)!;
export const firstMonth = (period: Period): Period => span(period).months[0]!;

/** The quarter, half-year or year that holds a month. */
export function periodOf(monthText: Period, kind: 'month' | 'quarter' | 'half' | 'year'): Period {
	const at = span(monthText).last;
	const y = String(Math.floor(at / 12)).padStart(4, '0');
	if (kind === 'month') return monthAt(at);
	if (kind === 'quarter') return `${y}Q${Math.floor((at % 12) / 3) + 1}`;
	if (kind === 'half') return `${y}H${Math.floor((at % 12) / 6) + 1}`;
	return y;
}

/** The period `count` months later (earlier if negative), of the same kind. */
export function addMonths(period: Period, count: number): Period {
	return periodOf(monthAt(span(period).last + count), frequencyOf(period));
}

/** The period of the same kind just before, or `count` before. */
export function previous(period: Period, count = 1): Period {
	const { first, last } = span(period);
	return addMonths(period, -(last - first + 1) * count);
}

/** Every period from `from` to `to` of the same kind, both included. */
export function periodsBetween(from: Period, to: Period): Period[] {
	const out: Period[] = [];
	for (let at = from; at <= to; at = previous(at, -1)) out.push(at);
	return out;
}

/** Months of the period's year up to its last month: what 累计 (1–N月) covers. */
export function yearToDate(period: Period): Period[] {
	const { last } = span(period);
	const january = Math.floor(last / 12) * 12;
	return Array.from({ length: last - january + 1 }, (_, i) => monthAt(january + i));
}

/** The same period a year earlier: the base of 同比. */
export const yearEarlier = (period: Period): Period => addMonths(period, -12);

/** December of the year before: the base of 较年初. */
export const yearEndBefore = (period: Period): Period => `${Math.floor(span(period).last / 12) - 1}-12`;

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;

/** Days in a month given by year and 1-based month. */
export const daysIn = (y: number, m: number): number => (m === 2 && isLeap(y) ? 29 : (days[m - 1] ?? 0));

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!match) return false;
	const [y, m, d] = [Number(match[1]), Number(match[2]), Number(match[3])];
	return m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
}

export const startOf = (period: Period): DateText => `${firstMonth(period)}-01`;

/** The last day of a period: the date a stock is stated at. */
export function endOf(period: Period): DateText {
	const at = lastMonth(period);
	return `${at}-${String(daysIn(Number(at.slice(0, 4)), Number(at.slice(5, 7)))).padStart(2, '0')}`;
}

/** Whole days since 1970-01-01; differences of two give days between dates. */
export const dayNumber = (date: DateText): number =>
	Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000;

/** The date `count` days later. */
export const addDays = (date: DateText, count: number): DateText =>
	new Date((dayNumber(date) + count) * 86_400_000).toISOString().slice(0, 10);

/** How an office writes a period: 2026年9月, 2026年三季度, 2026年上半年, 2026年. */
export function periodLabel(period: Period): string {
	const y = period.slice(0, 4);
	switch (frequencyOf(period)) {
		case 'month':
			return `${y}年${Number(period.slice(5))}月`;
		case 'quarter':
			return `${y}年${'一二三四'[Number(period.slice(5)) - 1]}季度`;
		case 'half':
			return `${y}年${period.endsWith('1') ? '上' : '下'}半年`;
		case 'year':
			return `${y}年`;
	}
}
