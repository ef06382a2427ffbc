import type { Period } from '#core/period.ts';
import type { Values } from '#datasets/define.ts';

/** One file an institution hands in: what it is about and its rows as the dataset declares them. */
export interface DemoFiling {
	readonly dataset: string;
	readonly institution: string;
	readonly period: Period;
	readonly mode: 'complete' | 'additions';
	readonly rows: readonly Values[];
}
