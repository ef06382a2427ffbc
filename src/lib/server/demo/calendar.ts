import { workingDay } from '#core/calendar.ts';
import { addMonths } from '#core/period.ts';
import { random, type Random } from '#demo/random.ts';
import type { WrittenFile, WrittenMonth } from './written.ts';

/** One file with the moment it is uploaded. */
export interface Timed {
	readonly file: WrittenFile;
	readonly at: Date;
}

const minute = 60_000;
/** Working days on which filers hand in; the due day is the tenth. */
const days = { office: 1, firstBank: 2, lastBank: 8, other: 9, late: 11 } as const;
/** Offices whose roster must stand before the banks' loans are checked. */
const rosterOffices = ['kw', 'jxj'];

function shuffled<T>(stream: Random, items: readonly T[]): T[] {
	const left = [...items];
	return items.map(() => left.splice(stream.between(0, left.length - 1), 1)[0]!);
}

/**
 * Gives the files of a month their moments: filer after filer over the working days that follow it, each filer's files
 * some minutes apart in the order given. In some months one bank is late.
 */
export function timed(month: WrittenMonth): Timed[] {
	const stream = random(`${month.period} moments`);
	const filers = [...Map.groupBy(month.files, (one) => one.institution)];
	const roster = filers.filter(([id]) => rosterOffices.includes(id));
	const banks = shuffled(
		stream,
		filers.filter(([id]) => id.startsWith('bank'))
	);
	const others = filers.filter(([id]) => !rosterOffices.includes(id) && !id.startsWith('bank'));
	const late = stream.chance(0.3) ? banks.pop() : undefined;
	const spread = days.lastBank - days.firstBank + 1;
	const turns = [
		...roster.map(([, files]) => ({ day: days.office as number, files })),
		...banks.map(([, files], at) => ({
			day: days.firstBank + Math.floor((at * spread) / banks.length),
			files
		})),
		...others.map(([, files]) => ({ day: days.other as number, files })),
		...(late ? [{ day: days.late as number, files: late[1] }] : [])
	];
	let [today, next] = [0, 0];
	return turns.flatMap(({ day, files }) =>
		files.map((file) => {
			if (day !== today) {
				today = day;
				next = Date.parse(`${workingDay(addMonths(month.period, 1), day)}T09:05:00+08:00`);
			}
			const at = new Date(next);
			next += (file.then === 'accept' ? 6 : 90) * minute;
			return { file, at };
		})
	);
}
