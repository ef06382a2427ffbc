import { byId, modulesIn } from '../register.ts';
import type { Figure } from './define.ts';

const declarations = Object.entries(
	import.meta.env
		? import.meta.glob(
				['./*.ts', '!./index.ts', '!./define.ts', '!./data.ts', '!./show.ts', '!./headline.ts'],
				{
					eager: true
				}
			)
		: await modulesIn(import.meta.url)
).filter(([path]) => !/\/(data|show|headline)\.ts$/.test(path));

/** Every declared figure by id, found by being a file in this folder. */
export const figures: ReadonlyMap<string, Figure> = byId<Figure>(Object.fromEntries(declarations));
