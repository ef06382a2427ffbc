import type { Period } from '#core/period.ts';
import { reportOf } from '#reports/index.ts';

/** The name a report is saved under: 季度监测报告_2026Q3.xlsx. */
export const reportFileName = (reportId: string, period: Period): string =>
	`${reportOf(reportId).label}_${period}.xlsx`;
