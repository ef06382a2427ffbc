import type { Period } from '#core/period.ts';
import { along, since } from './path.ts';

type Anchors = readonly (readonly [Period, number])[];

/**
 * Balance of tech loans in 亿元: 9,577 at the end of 2023 as published for Beijing, then our own invention.
 * In January 2025 the roster is re-based and a tenth leaves it: the break in definition.
 */
const techBalance: Anchors = [
	['2023-09', 9390],
	['2023-12', 9577],
	['2024-03', 9960],
	['2024-06', 10230],
	['2024-09', 10490],
	['2024-12', 10780],
	['2025-01', 9180],
	['2025-03', 9290],
	['2025-05', 9400],
	['2025-09', 9749],
	['2025-12', 9985],
	['2026-01', 10300],
	['2026-03', 10430],
	['2026-05', 10600],
	['2026-06', 10770],
	['2026-09', 11386]
];
/** Balance of all corporate loans in 亿元. */
const corporateBalance: Anchors = [
	['2023-09', 66400],
	['2023-12', 66900],
	['2024-12', 70500],
	['2025-06', 73100],
	['2025-12', 73900],
	['2026-03', 76300],
	['2026-09', 78100]
];
/** All loans in all currencies, in 亿元; near the published 12.08 万亿 of June 2025. */
const allBalance: Anchors = [
	['2023-09', 110600],
	['2023-12', 111300],
	['2024-12', 117200],
	['2025-06', 122500],
	['2025-12', 123200],
	['2026-03', 126900],
	['2026-09', 130600]
];
/** Rate of new corporate loans in % a year: 2.87, 2.52, 2.34 as published for 2024-09, 2025-06, 2025-12. */
const newLoanRate: Anchors = [
	['2021-01', 3.9],
	['2022-06', 3.36],
	['2023-10', 3.25],
	['2024-09', 2.87],
	['2025-06', 2.52],
	['2025-09', 2.52],
	['2025-12', 2.34],
	['2026-09', 2.27]
];
/** Share of roster enterprises that have a loan. */
const loanCoverage: Anchors = [
	['2023-09', 0.478],
	['2024-12', 0.503],
	['2025-09', 0.524],
	['2026-09', 0.543]
];
const baseRates = [
	['2000-01-01', 4.35],
	['2019-08-20', 4.25],
	['2021-12-20', 3.8],
	['2022-08-22', 3.65],
	['2023-06-20', 3.55],
	['2023-08-21', 3.45],
	['2024-07-22', 3.35],
	['2024-10-21', 3.1],
	['2025-05-20', 3.0]
] as const;

/** The month in which the roster is re-based: figures before and after do not compare. */
export const rebased: Period = '2025-01';
export const techTarget = (period: Period): number => along(techBalance, period);
export const corporateTarget = (period: Period): number => along(corporateBalance, period);
export const allTarget = (period: Period): number => along(allBalance, period);
export const corporateRate = (period: Period): number => along(newLoanRate, period);
export const coverageTarget = (period: Period): number => along(loanCoverage, period);
/** The one-year loan prime rate on a date, in % a year. */
export const primeRate = (date: string): number => since(baseRates, date);
