import { addDays, isDate, isPeriod, type DateText } from '#core/period.ts';
import { plainNumber } from '#core/decimal.ts';
import { compact, halfWidth } from '#core/text.ts';
import type { RawCell, Reader, ReadValue, Unreadable } from '../read.ts';

const notDate: Unreadable = {
	check: 'S10',
	message: '不是有效日期',
	remedy: '请填写存在的日期，如 2026-09-30'
};
const outside: Unreadable = {
	check: 'S15',
	message: '日期超出 1900 年至 2099 年',
	remedy: '请核对年份；长期有效的留空'
};
const withTime: Unreadable = { check: 'S10', message: '日期含有时间', remedy: '只填日期，不填时间' };

const parted = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const midnight = /^(.+?)[\sT](0?0:00(:00(\.0+)?)?)$/;
const clock = /\d[\sT]\d{1,2}:\d{2}/;

const dated = (y: string, m: string, d: string): DateText =>
	`${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;

function inRange(date: DateText): boolean {
	return date >= '1900-01-01' && date <= '2099-12-31';
}

function dateOf(text: string): DateText | null {
	if (text.length === 8 && /^\d{8}$/.test(text))
		return dated(text.slice(0, 4), text.slice(4, 6), text.slice(6));
	const match = parted.exec(text);
	return match && dated(match[1]!, match[2]!, match[3]!);
}

/** The day of an Excel serial; 60 in the 1900 system is the 29 February that never was. */
function serialDate(serial: number, date1904: boolean): DateText | null {
	if (date1904) return serial < 0 || serial > 71_588 ? null : addDays('1904-01-01', serial);
	if (serial < 1 || serial === 60 || serial > 73_050) return null;
	return addDays(serial < 60 ? '1899-12-31' : '1899-12-30', serial);
}

/** Serials of a cell that is not formatted as a date are believed between 1950 and 2099 only. */
const plausible = (serial: number): boolean => serial >= 18_264 && serial <= 73_050;

function fromNumber(raw: RawCell): ReadValue | Unreadable {
	const text = plainNumber(raw.text);
	if (text === null) return notDate;
	if (text.includes('.')) return withTime;
	const number = Number(text);
	const date =
		text.length === 8
			? dateOf(text)
			: raw.kind === 'date-number' || plausible(number)
				? serialDate(number, raw.date1904 === true)
				: null;
	if (date === null || !isDate(date)) return notDate;
	if (!inRange(date)) return outside;
	return raw.kind === 'date-number' ? { value: date } : { value: date, normalisedFrom: raw.text };
}

/** Days, written in any of the usual ways; never moved by a time zone. */
export function dateReader(): Reader {
	return (raw) => {
		if (raw.kind === 'number' || raw.kind === 'date-number') return fromNumber(raw);
		if (raw.kind === 'boolean') return notDate;
		if (isDate(raw.text)) return inRange(raw.text) ? { value: raw.text } : outside;
		const spaced = halfWidth(raw.text).trim();
		const tidy = compact(midnight.exec(spaced)?.[1] ?? spaced);
		if (!tidy) return { value: null };
		if (clock.test(spaced) && !midnight.test(spaced)) return withTime;
		const date = dateOf(tidy);
		if (!date || !isDate(date)) return notDate;
		return inRange(date) ? { value: date, normalisedFrom: raw.text } : outside;
	};
}

const month = /^(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))$/;
const quarter = /^(\d{4})年?(?:第?([一二三四1-4])季度|[Qq]([1-4]))$/;
const half = /^(\d{4})年([上下])半年$/;
const year = /^(\d{4})年?$/;
const numerals = '一二三四';

function periodOf(text: string): string | null {
	let match;
	if ((match = month.exec(text))) return `${match[1]}-${(match[2] ?? match[3]!).padStart(2, '0')}`;
	if ((match = quarter.exec(text))) {
		const at = match[2] ?? match[3]!;
		return `${match[1]}Q${numerals.includes(at) ? numerals.indexOf(at) + 1 : at}`;
	}
	if ((match = half.exec(text))) return `${match[1]}H${match[2] === '上' ? 1 : 2}`;
	if ((match = year.exec(text))) return match[1]!;
	return null;
}

/** Months, quarters, half-years and years. */
export function periodReader(): Reader {
	return (raw) => {
		if (isPeriod(raw.text)) return { value: raw.text };
		const tidy = compact(raw.text);
		if (!tidy) return { value: null };
		const period = periodOf(tidy);
		if (!period || !isPeriod(period)) {
			return { check: 'S10', message: '不是有效时期', remedy: '请填写如 2026-09 或 2026Q3' };
		}
		return { value: period, normalisedFrom: raw.text };
	};
}
