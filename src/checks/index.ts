import { byId, modulesIn } from '../register.ts';
import type { Check } from './define.ts';

/** Every check by id, found by being a file in this folder. */
export const checks: ReadonlyMap<string, Check> = byId<Check>(
	import.meta.env
		? import.meta.glob(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
		: await modulesIn(import.meta.url)
);
