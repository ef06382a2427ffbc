import type { Period } from '#core/period.ts';
import { banks, type Bank } from './banks.ts';
import { candidates, type Candidate } from './bonds.ts';
import { enterprises, type Enterprise } from './enterprises.ts';
import { lending, type Setting } from './lending.ts';
import { products, type Product } from './products.ts';

/** An invented city: its banks, enterprises and products, for so many months. */
export interface World {
	readonly small: boolean;
	readonly seed: string;
	readonly first: Period;
	readonly last: Period;
	readonly banks: readonly Bank[];
	readonly enterprises: readonly Enterprise[];
	readonly products: readonly Product[];
	/** Recommended issuers of bonds. */
	readonly candidates: readonly Candidate[];
	/** Its part of the real city, 1 for the full world. */
	readonly scale: number;
	/** The lending of its banks, month by month; always the same. */
	lending(): ReturnType<typeof lending>;
}

/** The invented city of the demonstration: whole, or small enough for a test. */
export function world(options: { small?: boolean; seed?: string } = {}): World {
	const small = options.small ?? false;
	const seed = options.seed ?? 'techfin';
	const shape = small
		? { first: '2025-07', roster: 660, others: 260, loans: 1000, scale: 0.03, candidates: 40, stalled: 3 }
		: {
				first: '2023-10',
				roster: 13_700,
				others: 7_000,
				loans: 35_000,
				scale: 1,
				candidates: 330,
				stalled: 9
			};
	const all = banks(small);
	const people = enterprises({ roster: shape.roster, others: shape.others, banks: all, seed });
	const shelf = products(all, seed);
	const setting: Setting = {
		seed,
		first: shape.first,
		last: '2026-09',
		banks: all,
		enterprises: people,
		products: shelf,
		loans: shape.loans,
		scale: shape.scale,
		othersBorrowing: 0.64
	};
	return {
		small,
		seed,
		first: shape.first,
		last: '2026-09',
		banks: all,
		enterprises: people,
		products: shelf,
		candidates: candidates({
			enterprises: people,
			seed,
			count: shape.candidates,
			stalled: shape.stalled,
			until: '2026-09-30'
		}),
		scale: shape.scale,
		lending: () => lending(setting)
	};
}
