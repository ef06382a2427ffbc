/** Something that was asked of the ledger in one state. */
interface Work {
	readonly state: string;
	readonly answer: Promise<unknown>;
}

interface Kept {
	settled: Work | null;
	running: Work | null;
	/** Since when the settled answer has been known to be of an earlier state. */
	outdated: number | null;
}

/** How answers are kept. */
export interface Keeping {
	/** How many; the one that was asked for longest ago goes first. */
	readonly most: number;
	/** How long an answer of an earlier state may still be given where many wait, in milliseconds. */
	readonly oldest: number;
	readonly now?: () => number;
}

/**
 * Answers kept for whoever asks the same next, until the state they came from has changed. Then it is asked anew, and
 * whoever asks waits for that; only in a crowd, where they would wait long, they are given what was true a short while
 * ago. Such questions are asked anew one at a time, so that the crowd gets its pages meanwhile. A question is not asked
 * twice of one state.
 */
export class KeptAnswers {
	readonly #kept = new Map<string, Kept>();
	readonly #keeping: Required<Keeping>;
	/** Asked anew with nobody waiting for it. */
	#aside: Work | null = null;

	constructor(keeping: Keeping) {
		this.#keeping = { now: () => performance.now(), ...keeping };
	}

	get size(): number {
		return this.#kept.size;
	}

	/** The answer to a question in a state, or in a crowd the one before; rejects as `ask` does. */
	answer<T>(question: string, state: string, ask: () => Promise<T>, crowd: boolean): Promise<T> {
		const one = this.#kept.get(question) ?? { settled: null, running: null, outdated: null };
		this.#kept.delete(question);
		this.#kept.set(question, one);
		if (this.#kept.size > this.#keeping.most) this.#kept.delete(this.#kept.keys().next().value ?? '');
		const { settled } = one;
		if (settled?.state === state) return settled.answer as Promise<T>;
		const now = this.#keeping.now();
		one.outdated ??= now;
		if (crowd && settled && now - one.outdated < this.#keeping.oldest) {
			if (!one.running && !this.#aside) this.#askAside(this.#begin(question, one, { state, answer: ask() }));
			return settled.answer as Promise<T>;
		}
		// In a crowd what is under way is not begun again for every change.
		const running =
			one.running && (crowd || one.running.state === state)
				? one.running
				: this.#begin(question, one, { state, answer: ask() });
		return running.answer as Promise<T>;
	}

	#askAside(work: Work): void {
		this.#aside = work;
		const over = (): void => void (this.#aside = null);
		work.answer.then(over, over);
	}

	#begin(question: string, one: Kept, work: Work): Work {
		one.running = work;
		work.answer.then(
			() => {
				if (one.running === work) Object.assign(one, { settled: work, running: null, outdated: null });
			},
			() => {
				if (one.running !== work) return;
				one.running = null;
				if (!one.settled && this.#kept.get(question) === one) this.#kept.delete(question);
			}
		);
		return work;
	}
}
