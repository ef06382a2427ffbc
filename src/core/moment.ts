/** An instant as clocks in Beijing showed it, in ISO form. */
export const inBeijing = (instant: string): string =>
	new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();

/** The calendar day in Beijing at an instant. */
export const dayOf = (instant: string): string => inBeijing(instant).slice(0, 10);

/** An instant as shown in Beijing: `2026-10-13 16:02`. */
export const moment = (instant: string): string => inBeijing(instant).slice(0, 16).replace('T', ' ');

/** The same to the second, for receipts. */
export const exactMoment = (instant: string): string => inBeijing(instant).slice(0, 19).replace('T', ' ');

/** An instant in a sentence: `10月13日 16:02`. */
export const shortMoment = (instant: string): string => {
	const text = inBeijing(instant);
	return `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日 ${text.slice(11, 16)}`;
};

/** The time of day: `16:02`. */
export const clock = (instant: string): string => inBeijing(instant).slice(11, 16);

/** A day in a sentence: `10月20日`. */
export const shortDay = (date: string): string =>
	`${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
