import { byId, modulesIn } from '../register.ts';
import type { Check } from './define.ts';

/** Every check by id, found by being a file in this folder. */
export const checks: ReadonlyMap<string, Check> = byId<Check>(
	Object.fromEntries(
		Object.entries(
			import.meta.env
				? import.meta.glob<object>(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
				: await modulesIn(import.meta.url)
		).filter(([, module]) => 'default' in (module as object))
	)
);
