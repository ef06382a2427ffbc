/** What many times come to. */
export interface Times {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly most: number;
}

/** Times in milliseconds, summed up. */
export function timesOf(values: readonly number[]): Times {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number): number =>
		Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
	return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

export const pause = (milliseconds: number): Promise<void> =>
	new Promise((go) => setTimeout(go, milliseconds));
