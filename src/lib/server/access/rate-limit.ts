import { numberSetting } from '#settings';

/** How often something may happen: `count` times in `seconds`. */
export interface Limit {
	readonly count: number;
	readonly seconds: number;
}

const most = 20_000;

/** Counts events by key in a sliding window. Kept in memory: a restart forgives, an account's lock-out does not. */
export class RateLimit {
	readonly #limit: Limit;
	readonly #events = new Map<string, number[]>();

	constructor(limit: Limit) {
		this.#limit = limit;
	}

	/** Seconds to wait before the key may act again; 0 if it may act now. */
	wait(key: string, now: number): number {
		const events = this.#within(key, now);
		if (events.length < this.#limit.count) return 0;
		return Math.max(
			1,
			Math.ceil((events[events.length - this.#limit.count]! - now) / 1000 + this.#limit.seconds)
		);
	}

	/** Notes one event of the key. */
	note(key: string, now: number): void {
		const events = this.#within(key, now);
		events.push(now);
		this.#events.delete(key);
		this.#events.set(key, events);
		if (this.#events.size > most) this.#events.delete(this.#events.keys().next().value!);
	}

	#within(key: string, now: number): number[] {
		const since = now - this.#limit.seconds * 1000;
		return (this.#events.get(key) ?? []).filter((at) => at > since);
	}
}

/** The limits of this server. Only failed sign-ins count against an address. */
export const limits = {
	signIn: new RateLimit({ count: 20, seconds: 300 }),
	secondFactor: new RateLimit({ count: 15, seconds: 300 }),
	upload: new RateLimit({ count: 60, seconds: 3600 }),
	requests: new RateLimit({ count: numberSetting('TECHFIN_REQUESTS_PER_MINUTE', 600), seconds: 60 })
} as const;
