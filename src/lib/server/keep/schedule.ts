import type { ChoreState } from './chore-state.ts';

/** Every hour at a minute, or every day at a time in Beijing. */
export type Schedule =
	| { readonly every: 'hour'; readonly minute: number }
	| { readonly every: 'day'; readonly hour: number; readonly minute: number };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lengthOf = ({ every }: Schedule): number => (every === 'hour' ? hour : day);

/** The latest moment at or before `now` for which something is scheduled. */
export function lastDue(schedule: Schedule, now: Date): Date {
	const length = lengthOf(schedule);
	// Beijing has no summer time: its days begin at 16:00 UTC.
	const offset =
		schedule.every === 'hour'
			? schedule.minute * minute
			: (schedule.hour - 8) * hour + schedule.minute * minute;
	return new Date(Math.floor((now.getTime() - offset) / length) * length + offset);
}

/** The next moment after `now` for which something is scheduled. */
export const nextDue = (schedule: Schedule, now: Date): Date =>
	new Date(lastDue(schedule, now).getTime() + lengthOf(schedule));

/** Whether something is to be done now: its moment has come and nobody has seen to it, or an earlier try may be made again. */
export function isDue(
	schedule: Schedule,
	state: ChoreState | null,
	now: Date,
	options: { readonly since: Date; readonly missed: 'run' | 'skip' }
): boolean {
	const due = lastDue(schedule, now).toISOString();
	if (options.missed === 'skip' && due < options.since.toISOString()) return false;
	if (!state) return true;
	if (state.again !== undefined && state.due <= due && state.again <= now.toISOString()) return true;
	// Seen to in the future: the clock was set back since.
	return state.due > now.toISOString() || (state.due < due && state.again === undefined);
}
