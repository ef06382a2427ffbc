import { byId, modulesIn } from '../register.ts';
import type { Dataset } from './define.ts';

/** Every dataset by id, found by being a file in this folder. */
export const datasets: ReadonlyMap<string, Dataset> = byId<Dataset>(
	Object.fromEntries(
		Object.entries(
			import.meta.env
				? import.meta.glob<object>(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
				: await modulesIn(import.meta.url)
		).filter(([, module]) => 'default' in (module as object))
	)
);

/** The dataset with this id; throws `unknown dataset: …`. */
export function datasetOf(id: string): Dataset {
	const found = datasets.get(id);
	if (!found) throw new RangeError(`unknown dataset: ${id}`);
	return found;
}
