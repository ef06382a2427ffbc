import { byId, modulesIn } from '../src/register.ts';
import type { Report } from './define.ts';

/** Every report by id, found by being a file in this folder. */
export const reports: ReadonlyMap<string, Report> = byId<Report>(
	import.meta.env
		? import.meta.glob(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
		: await modulesIn(import.meta.url)
);

/** The report with this id; throws `unknown report: …`. */
export function reportOf(id: string): Report {
	const found = reports.get(id);
	if (!found) throw new RangeError(`unknown report: ${id}`);
	return found;
}
