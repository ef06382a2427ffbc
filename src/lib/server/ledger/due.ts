import { dueOn as nthWorkingDay } from '#core/calendar.ts';
import { endOf, type Period } from '#core/period.ts';
import { toNumber } from '#core/rational.ts';
import type { Dataset } from '#datasets/define.ts';
import type { ParameterLookUp } from '#policy/parameters.ts';

/** The day a dataset of a period is due, by the working day in force for its frequency; `null` if it has none. */
export function dueOn(dataset: Dataset, period: Period, parameter: ParameterLookUp): string | null {
	if (!dataset.due || dataset.every === 'event') return null;
	const id = dataset.every === 'month' ? 'monthlyDueDay' : 'quarterlyDueDay';
	const usual = parameter(id, endOf(period));
	return nthWorkingDay(period, usual === null ? dataset.due.workingDay : toNumber(usual));
}
