import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { kindOf, traffic } from '#lib/server/watch/traffic.ts';
import { jsonAnswer, pageAnswer } from './error-page.ts';
import { sealed } from './headers.ts';

/** How much is taken on at once. */
export interface Bounds {
	/** Requests being answered, among them those that wait for a reader. */
	readonly running: number;
	/** Requests that wait for their turn; as many again of those that change something. */
	readonly waiting: number;
	/** Longest wait for a turn, in milliseconds. */
	readonly patience: number;
}

/** A whole meeting that opens its pages at one moment finds room. */
const usual: Bounds = { running: 300, waiting: 200, patience: 4000 };

/** How many rounds people who knock are let in before pages go on. */
const mostRounds = 256;
/** Seconds after which a browser may try again. */
const retryAfter = 5;
/** Longest time for sending a form, in milliseconds: the largest takes a minute on a slow line. Streamed files may take longer. */
const formTime = 120_000;

interface Turn {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly since: number;
	readonly begin: () => void;
}

const safe: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets requests in one after another, so that what comes in meanwhile is seen at once: whoever would wait too long is
 * told so in a moment instead. Acts such as signing go before pages; health answers and fixed files wait for nobody.
 */
export class Admission {
	readonly #bounds: Bounds;
	readonly #acts: Turn[] = [];
	readonly #pages: Turn[] = [];
	#running = 0;
	#called = false;
	#knocked = false;
	#rounds = 0;

	constructor(bounds: Bounds = usual) {
		this.#bounds = bounds;
		setInterval(() => this.#expire(), 250).unref();
	}

	/** Lets people who knock at a server in before pages go on: Node takes one connection a round, however long the round. */
	watch(server: Server): void {
		server.on('connection', () => (this.#knocked = true));
	}

	/** Answers a request in its turn, or says at once that there is none. */
	admit(request: IncomingMessage, response: ServerResponse, begin: () => void): void {
		const kind = kindOf(request.method, request.url);
		if (kind === 'health' || kind === 'asset') return begin();
		const queue = safe.has(request.method) ? this.#pages : this.#acts;
		// Where the first has waited half as long as anybody may, who comes now would wait in vain.
		const first = queue[0]?.since ?? Infinity;
		if (queue.length >= this.#bounds.waiting || first < performance.now() - this.#bounds.patience / 2)
			return turnAway(request, response);
		if (queue === this.#acts && kind !== 'upload') hurry(request);
		queue.push({ request, response, since: performance.now(), begin });
		this.#tell();
		this.#call();
	}

	get #waiting(): number {
		return this.#acts.length + this.#pages.length;
	}

	#tell(): void {
		traffic.waiting = this.#waiting;
	}

	#call(): void {
		if (this.#called || !this.#waiting || this.#running >= this.#bounds.running) return;
		this.#called = true;
		// In the next round: what has come in since is looked at first.
		setImmediate(() => this.#round());
	}

	#round(): void {
		this.#called = false;
		if (this.#knocked && this.#rounds < mostRounds) {
			this.#knocked = false;
			this.#rounds += 1;
		} else {
			this.#rounds = 0;
			const next = this.#acts.shift() ?? this.#pages.shift();
			if (next) this.#begin(next);
		}
		this.#call();
	}

	#begin({ response, begin }: Turn): void {
		this.#tell();
		if (response.destroyed) return;
		this.#running += 1;
		response.once('close', () => {
			this.#running -= 1;
			this.#call();
		});
		begin();
	}

	#expire(): void {
		const before = performance.now() - this.#bounds.patience;
		for (const queue of [this.#acts, this.#pages])
			while (queue[0] && queue[0].since < before) {
				const { request, response } = queue.shift()!;
				this.#tell();
				turnAway(request, response);
			}
	}
}

/** Ends a request whose form is not there in time. */
function hurry(request: IncomingMessage): void {
	setTimeout(() => {
		if (!request.complete) request.destroy();
	}, formTime).unref();
}

const refusal = {
	status: 503,
	message: '系统正忙，请稍候几秒再试。原有数据未受影响。',
	retryAfter
} as const;

function turnAway(request: IncomingMessage, response: ServerResponse): void {
	traffic.shed += 1;
	if (response.destroyed) return;
	const page =
		kindOf(request.method, request.url) !== 'data' && request.headers.accept?.includes('text/html');
	const { status, headers, body } = (page ? pageAnswer : jsonAnswer)(refusal, randomUUID().slice(0, 8));
	// What somebody goes on sending is not read: the connection ends with the answer.
	const sending = !safe.has(request.method) && !request.complete;
	response.writeHead(status, { ...sealed, ...headers, ...(sending && { Connection: 'close' }) }).end(body);
	if (sending) request.resume();
}
