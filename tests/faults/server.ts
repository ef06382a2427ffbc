import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { builtWithFaults } from './built.ts';

/** How a server is started: the fault that is to strike it, and settings. */
export interface Start {
	/** `point:what:nth`, as `tests/fixtures/faults.ts` reads it. */
	readonly fault?: string;
	/** The file that is made when the fault strikes; it strikes once. */
	readonly mark?: string;
	readonly settings?: Readonly<Record<string, string>>;
	/** File descriptors for what it prints. */
	readonly output?: number;
}

/** A real server, built and started as an operator starts it. */
export interface Server {
	readonly base: string;
	readonly child: ChildProcess;
	readonly pid: number;
	said(): string;
	/** Its end: the exit code, or the signal. */
	readonly ended: Promise<number | string>;
	hasEnded(): boolean;
	kill(signal?: NodeJS.Signals): Promise<number | string>;
}

const freePort = (): Promise<number> =>
	new Promise((done) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => done(port));
		});
	});

/** Waits until something holds; says what did not if it takes too long. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, longest = 60_000) {
	for (const end = Date.now() + longest; !(await holds()); await pause(100))
		if (Date.now() > end) throw new Error(`waited too long: ${what}`);
}

const started = new Set<ChildProcess>();

/** Starts a server on a folder and waits until it answers, or has ended. */
export async function serve(dir: string, start: Start = {}): Promise<Server> {
	const cwd = builtWithFaults();
	const port = await freePort();
	const child = spawn(
		process.execPath,
		[
			'--disable-warning=ExperimentalWarning',
			'--disable-proto=delete',
			'--conditions=faults',
			`--import=${path.resolve('tests/fixtures/faulty-children.ts')}`,
			path.resolve('src/serve.ts'),
			'serve'
		],
		{
			cwd,
			stdio: ['ignore', start.output ?? 'pipe', start.output ?? 'pipe'],
			env: {
				...process.env,
				NODE_ENV: 'production',
				NODE_COMPILE_CACHE: path.join(cwd, 'compiled'),
				TECHFIN_DATA: dir,
				PORT: String(port),
				HOST: '',
				ORIGIN: '',
				TECHFIN_REQUESTS_PER_MINUTE: '100000',
				...(start.fault && { TECHFIN_FAULT: start.fault }),
				...(start.mark && { TECHFIN_FAULT_ONCE: start.mark }),
				...start.settings
			}
		}
	);
	started.add(child);
	let said = '';
	let over = false;
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (text: Buffer) => (said += text.toString()));
	const ended = new Promise<number | string>((done) =>
		child.once('exit', (code, signal) => {
			over = true;
			started.delete(child);
			done(signal ?? code ?? 0);
		})
	);
	const base = `http://localhost:${port}`;
	await until(
		async () =>
			over ||
			(await fetch(`${base}/healthz`).then(
				({ ok }) => ok,
				() => false
			)),
		`a server: ${said}`
	);
	return {
		base,
		child,
		pid: child.pid!,
		said: () => said,
		ended,
		hasEnded: () => over,
		kill(signal = 'SIGKILL') {
			if (!over) child.kill(signal);
			return ended;
		}
	};
}

/** Kills whatever a failed test has left running. */
export const killAll = (): void => started.forEach((child) => child.kill('SIGKILL'));

/** Processes whose parent is this one. */
export function childrenOf(pid: number): number[] {
	if (!existsSync('/proc')) return [];
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
				const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
				return Number(parent) === pid ? [Number(name)] : [];
			} catch {
				return [];
			}
		});
}

/** Seconds of work a process has done since it began. */
export function cpuSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}
