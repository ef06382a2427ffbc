import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import BetterSqlite3 from 'better-sqlite3';
import { residentOf } from '#lib/server/jobs/child.ts';
import { childrenOf } from '#lib/server/watch/processes.ts';
import { ask } from './ask.ts';
import type { BurstFile } from './prepare.ts';
import { pause } from './times.ts';

export const root = path.resolve(import.meta.dirname, '../..');
const { serverFlags } = (await import('../../src/setup/install.mjs' as string)) as {
	serverFlags: readonly string[];
};

/** Whether the server can be kept on one core and whoever asks it on another. */
export const pinned = ((): boolean => {
	try {
		execFileSync('taskset', ['-a', '-cp', '1', String(process.pid)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
})();

/** A command on the core of the server or of the generator; anywhere where cores cannot be chosen. */
export const onCore = (core: 0 | 1, args: readonly string[]): readonly [string, readonly string[]] =>
	pinned ? ['taskset', ['-c', String(core), ...args]] : [args[0]!, args.slice(1)];

/** Runs a script of this project to its end; answers what it printed. */
export function run(
	core: 0 | 1,
	args: readonly string[],
	{ nice = false }: { readonly nice?: boolean } = {}
): Promise<string> {
	const below = nice ? ['nice', '-n', '10'] : [];
	const [command, rest] = onCore(core, [...below, process.execPath, '--no-warnings', ...args]);
	return new Promise((done, failed) => {
		const child = spawn(command, rest, {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let [out, err] = ['', ''];
		child.stdout.on('data', (text: Buffer) => (out += text.toString()));
		child.stderr.on('data', (text: Buffer) => (err += text.toString()));
		child.once('close', (code) =>
			code === 0
				? done(out)
				: failed(new Error(`${args[0]} ended with ${code}: ${(err || out).slice(-2000)}`))
		);
	});
}

/** What was measured beside the requests. */
export interface Measured {
	readonly serverMegabytes: number;
	readonly readerMegabytes: number;
	readonly importMegabytes: number;
	readonly walMegabytes: number;
	readonly jobsWaiting: number;
	readonly openFiles: number;
	readonly loopDelay: { readonly p50: number; readonly p99: number; readonly most: number };
}

const nothing = { server: 0, reader: 0, import: 0, wal: 0, jobs: 0, files: 0 };
type Most = typeof nothing;

const commandOf = (pid: number): string => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
	} catch {
		return '';
	}
};

/** The built server on a core of its own, watched from the other. */
export class Host {
	readonly base: string;
	readonly dir: string;
	readonly #child: ChildProcess;
	readonly #db: InstanceType<typeof BetterSqlite3>;
	readonly #timer: NodeJS.Timeout;
	#most: Most = { ...nothing };
	#stopping = false;

	private constructor(dir: string, port: number, child: ChildProcess) {
		this.dir = dir;
		this.base = `http://127.0.0.1:${port}`;
		this.#child = child;
		this.#db = new BetterSqlite3(path.join(dir, 'ledger.db'), { readonly: true });
		this.#timer = setInterval(() => this.#look(), 250);
	}

	static async start(dir: string, port: number): Promise<Host> {
		const [command, args] = onCore(0, [process.execPath, ...serverFlags, 'src/serve.ts', 'demo']);
		const child = spawn(command, args, {
			cwd: root,
			env: {
				...process.env,
				TECHFIN_DATA: dir,
				PORT: String(port),
				HOST: '127.0.0.1',
				ORIGIN: '',
				// Few accounts stand for many people here; one person's limit has tests of its own.
				TECHFIN_REQUESTS_PER_MINUTE: '100000'
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let said = '';
		for (const stream of [child.stdout, child.stderr])
			stream!.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-20_000)));
		for (let i = 0; i < 240; i += 1) {
			await pause(500);
			if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
			if ((await ask(`http://127.0.0.1:${port}/healthz`)).status !== 200) continue;
			const host = new Host(dir, port, child);
			child.once('exit', (code, signal) => {
				if (host.#stopping) return;
				process.stderr.write(`the server ended with ${code ?? signal}: ${said}\n`);
				process.exit(1);
			});
			return host;
		}
		child.kill('SIGKILL');
		throw new Error('the server did not start');
	}

	#look(): void {
		const { pid } = this.#child;
		const most = (key: keyof Most, value: number): void => {
			if (value > this.#most[key]) this.#most[key] = value;
		};
		most('server', residentOf(pid!));
		for (const child of childrenOf(pid!)) {
			const command = commandOf(child);
			if (command.includes('intake/worker.ts')) most('import', residentOf(child));
			else if (command.includes('readers/worker.ts')) most('reader', residentOf(child));
		}
		most(
			'wal',
			(statSync(path.join(this.dir, 'ledger.db-wal'), { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20
		);
		most('jobs', this.waiting());
		try {
			most('files', readdirSync(`/proc/${pid}/fd`).length);
		} catch {
			// The server has ended, or the system does not say.
		}
	}

	/** Checks and rebuilds that wait or run. */
	waiting(): number {
		return this.#db
			.prepare(`select count(*) from job where state in ('queued', 'running')`)
			.pluck()
			.get() as number;
	}

	/** The states of submissions, by receipt. */
	states(): Map<string, { readonly state: string; readonly rows: number | null }> {
		const rows = this.#db.prepare('select receipt, state, rows from submission').all() as {
			receipt: string;
			state: string;
			rows: number | null;
		}[];
		return new Map(rows.map(({ receipt, ...rest }) => [receipt, rest]));
	}

	/** Addresses of marked copies of what was refused, each with its filer. */
	markable(receipts: readonly string[], files: readonly BurstFile[]): (readonly [string, string])[] {
		const rows = this.#db
			.prepare(
				`select s.id, s.receipt, f.institution from submission s join filing f on f.id = s.filing where s.state = 'refused'`
			)
			.all() as { id: number; receipt: string; institution: string }[];
		return rows
			.filter(({ receipt }) => receipts.includes(receipt))
			.map(({ id, institution }) => [
				`/submissions/${id}/marked`,
				files.find((file) => file.institution === institution)!.username
			]);
	}

	/** What waits for a signature, with the rules whose findings are still to be explained. */
	signable(receipts: readonly string[]): {
		readonly id: number;
		readonly receipt: string;
		readonly institution: string;
		readonly rules: readonly string[];
	}[] {
		const rows = this.#db
			.prepare(
				`select s.id, s.receipt, f.institution from submission s join filing f on f.id = s.filing
				where s.state in ('explaining', 'ready') order by s.id`
			)
			.all() as { id: number; receipt: string; institution: string }[];
		const open = this.#db
			.prepare(
				`select distinct "check" from finding where submission = ? and severity in ('quality', 'macro') and explanation is null`
			)
			.pluck();
		return rows
			.filter(({ receipt }) => receipts.includes(receipt))
			.map((row) => ({ ...row, rules: open.all(row.id) as string[] }));
	}

	/** The metrics the server tells, by name and labels. */
	async metrics(): Promise<Map<string, number>> {
		const { body } = await ask(`${this.base}/metrics`);
		return new Map(
			body
				.toString()
				.split('\n')
				.filter((line) => line && !line.startsWith('#'))
				.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))])
		);
	}

	/** The most that was seen since this was last asked. */
	async measured(): Promise<Measured> {
		const found = await this.metrics();
		const quantile = (share: string): number =>
			Math.round((found.get(`techfin_event_loop_delay_seconds{quantile="${share}"}`) ?? Number.NaN) * 1000);
		const { server, reader, import: child, wal, jobs, files } = this.#most;
		this.#most = { ...nothing };
		return {
			serverMegabytes: Math.round(server),
			readerMegabytes: Math.round(reader),
			importMegabytes: Math.round(child),
			walMegabytes: Math.round(wal),
			jobsWaiting: jobs,
			openFiles: files,
			loopDelay: { p50: quantile('0.5'), p99: quantile('0.99'), most: quantile('1') }
		};
	}

	async stop(): Promise<void> {
		if (this.#stopping) return;
		this.#stopping = true;
		clearInterval(this.#timer);
		this.#db.close();
		if (this.#child.exitCode !== null) return;
		const ended = new Promise((gone) => this.#child.once('close', gone));
		this.#child.kill('SIGTERM');
		const slow = setTimeout(() => this.#child.kill('SIGKILL'), 40_000);
		await ended;
		clearTimeout(slow);
	}
}

/** Cores and memory of the machine, and nothing that names it. */
export const machine = (): string =>
	`${cpus().length} 核，${Math.round(totalmem() / 2 ** 30)} GB 内存${pinned ? '；服务及其子进程占一核，压力来源占另一核' : '；没有 taskset，服务与压力来源共用各核'}`;

export const temporary = (): string => process.env.TECHFIN_LOAD ?? tmpdir();
