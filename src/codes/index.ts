import { modulesIn } from '../register.ts';
import type { CodeList } from './define.ts';

const modules: Record<string, object> = import.meta.env
	? import.meta.glob<object>(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })
	: ((await modulesIn(import.meta.url)) as Record<string, object>);

const isCodeList = (value: unknown): value is CodeList =>
	typeof value === 'object' && value !== null && 'byLabel' in value && 'codes' in value;

/** Every code list by id, for the dictionary. */
export const codeLists: ReadonlyMap<string, CodeList> = new Map(
	Object.values(modules)
		.flatMap((module) => Object.values(module))
		.filter(isCodeList)
		.map((list) => [list.id, list])
);
