import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { isStorageTrouble, refusalIn, troubleIn } from '#lib/server/ledger/trouble.ts';

/** How a failure of a child process is to be taken: another try would end the same way, may end well, or is for when disk and database are in order again. */
export type Outlook = 'final' | 'open' | 'storage';

/** Why a child process failed. */
export class ChildFailure extends Error {
	readonly outlook: Outlook;
	constructor(message: string, outlook: Outlook) {
		super(message);
		this.outlook = outlook;
	}
}

/** What a child that failed says last. */
export interface ChildError {
	readonly error: string;
	readonly outlook?: Outlook;
}

/** Tells the parent why this child has failed. */
export function sayFailure(cause: unknown): void {
	console.error(cause);
	const outlook = isStorageTrouble(cause) ? 'storage' : refusalIn(cause)?.status === 503 ? 'open' : 'final';
	process.send?.({ error: troubleIn(cause), outlook } satisfies ChildError);
	process.exitCode = 1;
}

/**
 * How far processes stand back where others want the core too. A roll-up does not: nobody else writes while it does.
 * Behind the server come pages, so that it can go on giving out what is ready; behind them checks, then files somebody
 * waits for, then copies nobody waits for.
 */
export const standingBack = { rollup: 0, page: 5, check: 10, file: 15, copy: 19 } as const;

/** Puts a process that has just been started behind others. */
export function standBack(child: ChildProcess, work: keyof typeof standingBack): void {
	child.once('spawn', () => {
		try {
			if (child.pid) setPriority(child.pid, standingBack[work]);
		} catch {
			// Not allowed here; it then runs at ordinary priority.
		}
	});
}

interface Start {
	readonly execPath: string;
	readonly execArgv: readonly string[];
}
const plainly: Start = { execPath: process.execPath, execArgv: [] };
const idly: Start = { execPath: 'chrt', execArgv: ['--idle', '0', process.execPath] };
let idles: boolean | undefined;

/** How a process starts: a copy, where the system allows it, so that whatever else wants the core sets it aside at once. */
function startOf(work: keyof typeof standingBack): Start {
	if (work !== 'copy') return plainly;
	idles ??= spawnSync(idly.execPath, [...idly.execArgv, '--version']).status === 0;
	return idles ? idly : plainly;
}

/** Limits of a child process. */
export interface ChildOptions {
	readonly signal?: AbortSignal;
	/** Wall clock, in milliseconds. */
	readonly timeout?: number;
	/** Heap, and all memory, in megabytes. */
	readonly heap?: number;
	readonly memory?: number;
	/** How far it stands back; as a check unless said otherwise. */
	readonly work?: keyof typeof standingBack;
	readonly onMessage?: (message: unknown) => void;
	/** Added to its otherwise bare environment. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Variables a child needs; nothing else of the server's environment reaches it. */
const passed = [
	'PATH',
	'TZ',
	'TECHFIN_MIGRATIONS',
	'TECHFIN_UPLOAD_LIMIT',
	'NODE_ENV',
	'NODE_COMPILE_CACHE',
	'LANG'
];

/** The environment of a child: what it needs of the server's, and nothing else. */
export const bareEnvironment = (): Record<string, string> =>
	Object.fromEntries(passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

/** Resident megabytes of a process; 0 where the system does not say. */
export function residentOf(pid: number): number {
	const file = `/proc/${pid}/statm`;
	if (!existsSync(file)) return 0;
	try {
		return (Number(readFileSync(file, 'latin1').split(' ')[1]) * 4096) / 1024 / 1024;
	} catch {
		return 0;
	}
}

/** Runs a TypeScript file of this project in a process of its own, which stands back behind pages; throws a sentence if it fails. */
export function runChild(script: string, args: readonly string[], options: ChildOptions = {}): Promise<void> {
	const { timeout = 600_000, heap = 384, memory = 500, work = 'check' } = options;
	const { execPath, execArgv } = startOf(work);
	return new Promise((done, failed) => {
		let why: string | null = null;
		let outlook: Outlook = 'final';
		let said = '';
		const child = fork(resolve(script), [...args], {
			execPath,
			execArgv: [
				...execArgv,
				`--max-old-space-size=${heap}`,
				// Larger ones let a process that reads half a million rows grow by 200 MB for nothing.
				'--max-semi-space-size=8',
				'--disable-proto=delete',
				'--no-warnings'
			],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			env: {
				...bareEnvironment(),
				...options.env
			}
		});
		const kill = (reason: string) => {
			why ??= reason;
			child.kill('SIGKILL');
		};
		const onAbort = () => kill('已停止');
		options.signal?.addEventListener('abort', onAbort);
		if (options.signal?.aborted) onAbort();
		const clock = setTimeout(() => kill('处理超时'), timeout);
		const watch = setInterval(() => {
			if (child.pid && residentOf(child.pid) > memory) kill('文件过大，处理时内存超限');
		}, 250);
		const end = () => {
			clearTimeout(clock);
			clearInterval(watch);
			options.signal?.removeEventListener('abort', onAbort);
		};
		standBack(child, work);
		child.stderr?.on('data', (text: Buffer) => {
			said = (said + text.toString('utf8')).slice(-4000);
		});
		child.on('message', (message: Partial<ChildError>) => {
			if (message.error) {
				why = message.error;
				outlook = message.outlook ?? 'final';
			} else options.onMessage?.(message);
		});
		child.once('error', (cause) => {
			end();
			failed(cause);
		});
		child.once('close', (code) => {
			end();
			if (code === 0 && !why) return done();
			if (!why && /heap out of memory|heap limit/i.test(said)) why = '文件过大，处理时内存不足';
			const line = said.split('\n').find((one) => /Error/.test(one)) ?? '';
			if (why !== null) failed(new ChildFailure(why, outlook));
			else failed(new ChildFailure(`子进程意外结束（${code ?? '被终止'}）${line}`, 'open'));
		});
	});
}
