/** A seeded stream of invented numbers: the same seed gives the same world on every machine. */
export interface Random {
	/** From 0 (included) to 1 (excluded). */
	next(): number;
	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number;
	/** A number from `low` to `high`. */
	real(low: number, high: number): number;
	/** True with the given probability. */
	chance(probability: number): boolean;
	pick<T>(from: readonly T[]): T;
	/** One of `from`, each as likely as its weight. */
	weighted<T>(from: readonly (readonly [T, number])[]): T;
	/** Around 0 within −1 … 1, denser in the middle. */
	bell(): number;
}

function seedOf(text: string): number {
	let hash = 2166136261;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
	return hash >>> 0;
}

/** Starts a stream from a text; streams of different texts have nothing to do with each other. */
export function random(seed: string): Random {
	let state = seedOf(seed);
	function next(): number {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}
	function weighted<T>(from: readonly (readonly [T, number])[]): T {
		let total = 0;
		for (const [, weight] of from) total += weight;
		let at = next() * total;
		for (const [item, weight] of from) if ((at -= weight) < 0) return item;
		return from[from.length - 1]![0];
	}
	return {
		next,
		between: (low, high) => low + Math.floor(next() * (high - low + 1)),
		real: (low, high) => low + next() * (high - low),
		chance: (probability) => next() < probability,
		pick: (from) => from[Math.floor(next() * from.length)]!,
		weighted,
		bell: () => (next() + next() + next()) * (2 / 3) - 1
	};
}
