import { lastMonth, periodLabel, type Period } from '#core/period.ts';

const monthNumber = (period: Period): number => Number(lastMonth(period).slice(5));

/** 9月末: the day stocks are stated at. */
export const atEnd = (period: Period): string => `${monthNumber(period)}月末`;
/** 1—9月: the months of the year so far. */
export const soFar = (period: Period): string =>
	monthNumber(period) === 1 ? '1月' : `1—${monthNumber(period)}月`;
/** 三季度: the report's own span. */
export const span = (period: Period): string => periodLabel(period).slice(5);
