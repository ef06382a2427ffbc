import { byId, modulesIn } from '../src/register.ts';
import type { Report } from './define.ts';

const modules = import.meta.env
	? import.meta.glob<object>(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
	: await modulesIn(import.meta.url);

/** Every report by id, found by being a file in this folder; folders hold the parts of one. */
export const reports: ReadonlyMap<string, Report> = byId<Report>(
	Object.fromEntries(Object.entries(modules).filter(([path]) => !path.slice(2).includes('/')))
);

/** The report with this id; throws `unknown report: …`. */
export function reportOf(id: string): Report {
	const found = reports.get(id);
	if (!found) throw new RangeError(`unknown report: ${id}`);
	return found;
}
