import { byId, modulesIn } from '../register.ts';
import type { Indicator } from './define.ts';

const isIndicator = ([path]: [string, unknown]): boolean => path.split('/').length === 3;
const found = byId<Indicator>(
	import.meta.env
		? import.meta.glob(['./*/*.ts'], { eager: true })
		: Object.fromEntries(Object.entries(await modulesIn(import.meta.url)).filter(isIndicator))
);
const order = (code: string): string => code.replace(/\d+/g, (digits) => digits.padStart(3, '0'));

/** Every indicator by id, in the order of their codes. */
export const indicators: ReadonlyMap<string, Indicator> = new Map(
	[...found].sort(([, a], [, b]) => (order(a.code) < order(b.code) ? -1 : 1))
);
const byCode = new Map(
	[...indicators.values()].map((indicator) => [indicator.code.toLowerCase(), indicator])
);

/** The indicator with this id or code, in capitals or not; throws `unknown indicator: …`. */
export function indicatorOf(idOrCode: string): Indicator {
	const one = indicators.get(idOrCode) ?? byCode.get(idOrCode.toLowerCase());
	if (!one) throw new RangeError(`unknown indicator: ${idOrCode}`);
	return one;
}
