import { dayNumber, type Period } from '#core/period.ts';

/** Months counted from year 0, so that differences are months between. */
export const monthNumber = (period: Period): number =>
	Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1;

/** The value on a line through dated anchors, flat before the first and after the last. */
export function along(anchors: readonly (readonly [Period, number])[], period: Period): number {
	const at = monthNumber(period);
	let before = anchors[0]!;
	for (const anchor of anchors) {
		if (monthNumber(anchor[0]) >= at) {
			const span = monthNumber(anchor[0]) - monthNumber(before[0]);
			if (span <= 0) return anchor[1];
			return before[1] + ((anchor[1] - before[1]) * (at - monthNumber(before[0]))) / span;
		}
		before = anchor;
	}
	return before[1];
}

/** The last value set on or before a date. */
export function since<T>(steps: readonly (readonly [string, T])[], date: string): T {
	let found = steps[0]![1];
	for (const [from, value] of steps) if (from <= date) found = value;
	return found;
}

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);
