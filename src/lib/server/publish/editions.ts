import { lastMonth, monthsOf, periodLabel, periodOf, type Period } from '#core/period.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { versionOf } from '#lib/server/ledger/in-force.ts';
import { months } from '#lib/server/observe/dashboards.ts';
import { reports } from '#reports/index.ts';

/** One period a report can be made for. */
export interface EditionLine {
	readonly period: Period;
	readonly label: string;
	/** Whether all its months have data. */
	readonly whole: boolean;
	readonly version: string;
}

/** Every report with the periods there is data for, the latest first. */
export function reportList(
	ledger: Ledger
): { id: string; label: string; summary: string; editions: EditionLine[] }[] {
	const filed = new Set(months(ledger).all);
	const quarters = [...new Set([...filed].map((month) => periodOf(month, 'quarter')))].sort().reverse();
	return [...reports.values()].map(({ id, label, summary }) => ({
		id,
		label,
		summary,
		editions: quarters.map((period) => ({
			period,
			label: periodLabel(period),
			whole: monthsOf(period).every((month) => filed.has(month)),
			version: `${lastMonth(period)}·v${versionOf(ledger, lastMonth(period))}`
		}))
	}));
}
