/** An invented bank: where it stands among the others, and how much of the city's lending is its own. */
export interface Bank {
	readonly id: string;
	readonly kind: 'policy' | 'state' | 'jointstock' | 'city' | 'rural' | 'foreign' | 'village';
	readonly shortName: string;
	readonly name: string;
	/** Shares of tech loans and of other corporate loans at the end, in per mille of all banks. */
	readonly tech: number;
	readonly other: number;
	/** Its share at the end against its share at the start. */
	readonly drift: number;
	/** Percentage points its rates lie above the city's. */
	readonly dearer: number;
	readonly products: number;
}

const kinds = {
	policy: { word: '政策性行', dearer: -0.25, suffix: '北京市分行' },
	state: { word: '国有行', dearer: -0.1, suffix: '股份有限公司北京市分行' },
	jointstock: { word: '股份行', dearer: 0.05, suffix: '股份有限公司北京分行' },
	city: { word: '城商行', dearer: 0.12, suffix: '股份有限公司' },
	rural: { word: '农商行', dearer: 0.2, suffix: '股份有限公司' },
	foreign: { word: '外资行', dearer: 0.1, suffix: '（中国）有限公司北京分行' },
	village: { word: '村镇银行', dearer: 0.9, suffix: '有限责任公司' }
} as const;

type Plan = readonly [
	kind: Bank['kind'],
	letter: string,
	tech: number,
	other: number,
	drift: number,
	products: number
];
const plans: readonly Plan[] = [
	['policy', 'A', 38, 150, 1.0, 1],
	['policy', 'B', 16, 70, 0.95, 1],
	['state', 'A', 118, 138, 1.02, 7],
	['state', 'B', 96, 112, 0.98, 6],
	['state', 'C', 84, 96, 1.05, 6],
	['state', 'D', 72, 74, 1.1, 6],
	['state', 'E', 48, 42, 1.04, 5],
	['jointstock', 'A', 74, 58, 1.0, 6],
	['jointstock', 'B', 62, 46, 1.08, 6],
	['jointstock', 'C', 46, 36, 0.94, 4],
	['jointstock', 'D', 38, 30, 1.0, 4],
	['jointstock', 'E', 30, 24, 1.06, 4],
	['jointstock', 'F', 22, 18, 0.9, 3],
	['jointstock', 'G', 14, 12, 1.0, 3],
	['city', 'A', 138, 46, 1.06, 8],
	['city', 'B', 34, 14, 1.0, 4],
	['city', 'C', 12, 6, 0.96, 3],
	['rural', 'A', 42, 20, 1.02, 5],
	['foreign', 'A', 6, 3, 1.0, 2],
	['foreign', 'B', 4, 2, 0.98, 1],
	['foreign', 'C', 3, 1.4, 1.1, 1],
	['foreign', 'D', 2, 1, 1.0, 1],
	['village', 'A', 0.5, 0.3, 1.1, 1],
	['village', 'B', 0.3, 0.2, 1.0, 1],
	['village', 'C', 0.2, 0.1, 0.95, 1]
];
/** In the small world: one bank of each larger kind. */
const few = ['state A', 'state B', 'jointstock B', 'city A', 'city C', 'rural A'];

/** The invented banks in official order; all of them, or the six of the small world. */
export function banks(small: boolean): readonly Bank[] {
	return plans
		.map(([kind, letter, tech, other, drift, products], at): Bank => ({
			id: `bank${String(at + 1).padStart(2, '0')}`,
			kind,
			shortName: `${kinds[kind].word}${letter}`,
			name: `${kinds[kind].word}${letter}${kinds[kind].suffix}`,
			tech,
			other,
			drift,
			dearer: kinds[kind].dearer,
			products
		}))
		.filter((_, at) => !small || few.includes(`${plans[at]![0]} ${plans[at]![1]}`));
}

/** Banks with their own capital in the city, which may draw relending. */
export const isLocal = (bank: Bank): boolean => ['city', 'rural', 'village'].includes(bank.kind);
