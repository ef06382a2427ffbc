import { fork, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { Asker } from '#lib/server/access/asker.ts';
import { isStillIn } from '#lib/server/access/sessions.ts';
import { log } from '#lib/server/access/log.ts';
import { bareEnvironment, residentOf, standBack } from '#lib/server/jobs/child.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { Refused } from '#lib/server/ledger/scope.ts';
import { record } from '#lib/server/ledger/trail.ts';
import type { Answered, Asked } from './messages.ts';
import type { Answer, Given, WorkName } from './works.ts';

/** A lane of readers: how many there are, how long one may take, and how many questions may wait. */
export interface Lane {
	readonly size: number;
	/** Longest answer in milliseconds; a reader that takes longer is killed. */
	readonly longest: number;
	readonly memory: number;
	readonly waiting: number;
	/** Longest wait for a reader in milliseconds; who has waited longer is told so. */
	readonly patience: number;
	/** How many questions of one person may be under way at once. */
	readonly each: number;
	/** What is made is for whoever asked alone, and is given up when their session ends. */
	readonly personal?: true;
	/** How far its readers stand back. */
	readonly work: 'page' | 'file';
	/** What to say when it took too long, and when too many wait. */
	readonly tooLong: string;
	readonly tooMany: (before: number) => string;
}

/** What is said where a session ends while something is being made for it. */
const signedOut = '登录已失效，已停止生成';

interface Question {
	readonly asked: Asked;
	readonly user: number | null;
	readonly since: number;
	readonly settle: (answer: Answered) => void;
	readonly fail: (cause: Error) => void;
}

interface Reader {
	readonly child: ChildProcess;
	busy: Question | null;
	/** When it was given its question, or was ready for it. */
	since: number;
	ready: boolean;
	/** Why it was killed, if it was. */
	killed: string | null;
}

/** Longest time a reader may take to be ready, in milliseconds. */
const starting = 60_000;

/** Answers questions in processes of their own, each with a read-only view of the ledger. */
export class Pool {
	readonly #ledger: Ledger;
	readonly #lane: Lane;
	readonly #script: string;
	readonly #readers: Reader[] = [];
	readonly #queue: Question[] = [];
	#next = 1;
	#watch: NodeJS.Timeout | null = null;
	#closed = false;

	constructor(ledger: Ledger, lane: Lane, script = 'src/lib/server/readers/worker.ts') {
		this.#ledger = ledger;
		this.#lane = lane;
		this.#script = script;
	}

	/** How many questions wait, and how many are being answered. */
	get load(): { readonly waiting: number; readonly running: number } {
		return { waiting: this.#queue.length, running: this.#readers.filter(({ busy }) => busy).length };
	}

	/** Asks a question; refuses at once with a sentence where too many wait already. */
	async ask<N extends WorkName>(name: N, asker: Asker, ...given: Given<N>): Promise<Answer<N>> {
		const own = [...this.#queue, ...this.#readers.flatMap(({ busy }) => busy ?? [])].filter(
			({ user }) => user === asker.user
		);
		if (own.length >= this.#lane.each) throw new Refused(this.#lane.tooMany(own.length), 429);
		if (this.#queue.length >= this.#lane.waiting)
			throw new Refused(this.#lane.tooMany(this.#queue.length), 503);
		const answer = await new Promise<Answered>((settle, fail) => {
			this.#queue.push({
				asked: { id: this.#next++, name, asker, given },
				user: asker.user,
				since: Date.now(),
				settle,
				fail
			});
			this.#hand();
		});
		for (const { action, target, detail } of answer.noted)
			record(this.#ledger, asker, action, target, detail);
		if ('value' in answer) return answer.value as Answer<N>;
		if ('refused' in answer) throw new Refused(answer.refused, answer.status);
		if ('range' in answer) throw new RangeError(answer.range);
		throw new Error(answer.fault);
	}

	/** Starts a reader before anybody asks. */
	warm(): void {
		if (!this.#readers.length) this.#start();
	}

	/** Ends every reader; what is still asked fails. */
	close(): void {
		this.#closed = true;
		if (this.#watch) clearInterval(this.#watch);
		for (const { child } of this.#readers) child.kill('SIGKILL');
		for (const one of this.#queue.splice(0)) one.fail(new Error('the server stops'));
	}

	#hand(): void {
		while (this.#queue.length && !this.#closed) {
			const free = this.#readers.find(({ busy, killed }) => !busy && !killed);
			if (!free) {
				if (this.#readers.length < this.#lane.size) this.#start();
				else return;
				continue;
			}
			const question = this.#queue.shift()!;
			if (this.#lane.personal && !isStillIn(this.#ledger, question.asked.asker)) {
				question.fail(new Refused(signedOut, 401));
				continue;
			}
			free.busy = question;
			free.since = Date.now();
			free.child.send(question.asked);
		}
	}

	#start(): void {
		const { memory, work } = this.#lane;
		const child = fork(resolve(this.#script), [this.#ledger.dir], {
			execArgv: [
				`--max-old-space-size=${Math.floor(memory * 0.75)}`,
				'--disable-proto=delete',
				'--no-warnings'
			],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			serialization: 'advanced',
			env: bareEnvironment()
		});
		const reader: Reader = { child, busy: null, since: Date.now(), ready: false, killed: null };
		this.#readers.push(reader);
		standBack(child, work);
		child.on('message', (message: Answered | { ready: true }) => {
			if (!('id' in message)) {
				reader.ready = true;
				reader.since = Date.now();
				return;
			}
			const question = reader.busy;
			reader.busy = null;
			if (question?.asked.id === message.id) question.settle(message);
			this.#hand();
		});
		child.once('error', (cause) => log('error', 'reader', { fault: cause.message }));
		child.once('close', (code) => this.#ended(reader, code));
		this.#watch ??= setInterval(() => this.#look(), 250).unref();
	}

	#ended(reader: Reader, code: number | null): void {
		this.#readers.splice(this.#readers.indexOf(reader), 1);
		const question = reader.busy;
		if (question)
			question.fail(
				reader.killed
					? new Refused(reader.killed, reader.killed === signedOut ? 401 : 503)
					: new Error(`a reader ended: ${code} ${question.asked.name}`)
			);
		if (!this.#closed) this.#hand();
	}

	#look(): void {
		const now = Date.now();
		while (this.#queue[0] && now - this.#queue[0].since > this.#lane.patience)
			this.#queue.shift()!.fail(new Refused(this.#lane.tooMany(this.#queue.length), 503));
		for (const reader of this.#readers) {
			if (reader.killed) continue;
			const { child, busy, since } = reader;
			// On a busy machine a reader takes seconds to start; that is not the question's fault.
			const longest = reader.ready ? this.#lane.longest : starting;
			if (busy && this.#lane.personal && !isStillIn(this.#ledger, busy.asked.asker))
				reader.killed = signedOut;
			else if (busy && now - since > longest) reader.killed = this.#lane.tooLong;
			else if (child.pid && residentOf(child.pid) > this.#lane.memory)
				reader.killed = '这一查询的数据量过大，请缩小期间或减少细分';
			if (!reader.killed) continue;
			const left = reader.killed === signedOut;
			log(left ? 'info' : 'error', 'reader killed', {
				work: busy?.asked.name,
				after: busy ? now - since : 0
			});
			child.kill('SIGKILL');
		}
	}
}
