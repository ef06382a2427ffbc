import { workingDaysBetween } from '#core/calendar.ts';
import type { DateText } from '#core/period.ts';

/** How long until a due date, in working days, and whether it presses. */
export function daysLeft(today: DateText, dueOn: DateText): { label: string; urgent: boolean } {
	if (today === dueOn) return { label: '今日到期', urgent: true };
	const days = workingDaysBetween(today, dueOn);
	if (dueOn < today) return { label: days === 0 ? '已过期' : `逾期${-days}个工作日`, urgent: true };
	return { label: days === 0 ? '下个工作日前到期' : `尚余${days}个工作日`, urgent: days <= 3 };
}
