import { spawn } from 'node:child_process';
import { request } from 'node:http';
import process from 'node:process';
import { ask, type Answered } from './ask.ts';
import { onCore, root, type Host } from './host.ts';
import type { BurstFile } from './prepare.ts';
import { pause, timesOf, type Times } from './times.ts';
import type { Viewer } from './viewers.ts';

/** What was met while more was asked than can be answered. */
export interface Overload {
	/** Answers to the crowd, by status, and how many had none. */
	readonly crowd: Readonly<Record<string, number>>;
	readonly perSecond: number;
	/** Of single requests made meanwhile. */
	readonly health: Times;
	readonly served: Times;
	readonly turnedAway: Times;
	/** Answers other than a page or a complete Chinese 503 with Retry-After. */
	readonly odd: readonly string[];
	readonly megabytes: number;
	/** Milliseconds after the crowd has gone until a page comes within 300 ms. */
	readonly recovered: number;
}

/** Single readers beside the crowd. */
const lookers = 12;

const html = { accept: 'text/html,application/xhtml+xml' };

/** Whether a refusal says what happened, in Chinese, and when to come back. */
const isComplete = ({ headers, body }: Answered, page: boolean): boolean =>
	Number(headers['retry-after']) > 0 &&
	(page
		? /<html lang="zh-CN">[\s\S]*系统正忙[\s\S]*原有数据未受影响/.test(body.toString())
		: /系统正忙|正在上传的文件较多/.test(body.toString()));

interface Cannon {
	readonly '2xx': number;
	readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
	readonly errors: number;
	readonly timeouts: number;
	readonly requests: { readonly average: number };
	readonly latency: { readonly p50: number; readonly p97_5: number; readonly p99: number };
}

/** `autocannon` in a process of its own, below the rest in priority, so that single requests beside it are timed fairly. */
export function cannon(
	host: Host,
	path: string,
	cookie: string,
	options: readonly string[]
): Promise<Cannon> {
	const args = [
		'node_modules/autocannon/autocannon.js',
		...options,
		'--json',
		'--no-progress',
		'-H',
		`cookie=${cookie}`,
		'-H',
		`accept=${html.accept}`,
		host.base + path
	];
	const [command, rest] = onCore(1, ['nice', '-n', '10', process.execPath, ...args]);
	return new Promise((done, failed) => {
		const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
		let out = '';
		child.stdout.on('data', (text: Buffer) => (out += text.toString()));
		child.once('error', failed);
		child.once('close', () => {
			try {
				done(JSON.parse(out) as Cannon);
			} catch (cause) {
				failed(cause as Error);
			}
		});
	});
}

async function recoveredAfter(host: Host, cookie: string): Promise<number> {
	const begun = performance.now();
	for (;;) {
		const { status, after } = await ask(`${host.base}/loans`, { headers: { cookie, ...html } });
		if (status === 200 && after < 300) return Math.round(performance.now() - begun - after);
		if (performance.now() - begun > 60_000) return Infinity;
		await pause(50);
	}
}

export const connections = 1000;
/** How many pages they ask for together in a second when they do not ask without a pause. */
export const crowdPerSecond = 1000;

/** A thousand connections that ask `perSecond` pages together, or without a pause, for `seconds`. */
export async function overload(
	host: Host,
	people: readonly Viewer[],
	seconds: number,
	perSecond?: number
): Promise<Overload> {
	const leader = people.find(({ role }) => role === 'leader')!;
	await host.measured();
	let over = false;
	const crowd = cannon(host, '/loans', leader.cookie, [
		'-c',
		String(connections),
		'-d',
		String(seconds),
		...(perSecond ? ['-R', String(perSecond)] : [])
	]).finally(() => (over = true));
	await pause(1500);
	const health: number[] = [];
	const pages: Answered[] = [];
	const watch = async (): Promise<void> => {
		while (!over) {
			const { status, after } = await ask(`${host.base}/healthz`);
			if (!over) health.push(status === 200 ? after : Infinity);
			await pause(100);
		}
	};
	const look = async (at: number): Promise<void> => {
		while (!over) {
			const cookie = people[at % people.length]!.cookie;
			const answered = await ask(`${host.base}/indicators`, { headers: { cookie, ...html } });
			if (!over) pages.push(answered);
			await pause(50);
		}
	};
	const [done] = await Promise.all([crowd, watch(), ...Array.from({ length: lookers }, (_, at) => look(at))]);
	const recovered = await recoveredAfter(host, leader.cookie);
	const { serverMegabytes } = await host.measured();
	const [served, away] = [200, 503].map((status) => pages.filter((one) => one.status === status));
	return {
		crowd: {
			...Object.fromEntries(
				Object.entries(done.statusCodeStats).map(([status, { count }]) => [status, count])
			),
			none: done.errors + done.timeouts
		},
		perSecond: Math.round(done.requests.average),
		health: timesOf(health),
		served: timesOf(served!.map(({ after }) => after)),
		turnedAway: timesOf(away!.map(({ after }) => after)),
		odd: [
			...pages.filter(({ status }) => status !== 200 && status !== 503).map(({ status }) => String(status)),
			...away!.filter((one) => !isComplete(one, true)).map(() => '503 不完整')
		],
		megabytes: serverMegabytes,
		recovered
	};
}

/** Questions that nobody has asked before, more at once than readers can take. */
export async function questions(
	host: Host,
	people: readonly Viewer[],
	period: string,
	count: number
): Promise<{
	statuses: Record<string, number>;
	/** Why some had no answer. */
	faults: string[];
	longest: number;
	incomplete: number;
	health: Times;
}> {
	const readers = people.filter(({ role }) => role === 'leader' || role === 'analyst');
	const indicators = ['tech-loan-balance', 'tech-loan-borrowers', 'key-area-share'];
	const monthAt = (at: number): string => {
		const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 - at;
		return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
	};
	let over = false;
	const health: number[] = [];
	const watching = (async () => {
		while (!over) {
			const { status, after } = await ask(`${host.base}/healthz`);
			health.push(status === 200 ? after : Infinity);
			await pause(100);
		}
	})();
	const answers = await Promise.all(
		Array.from({ length: count }, (_, at) => {
			const path = `/passport?indicator=${indicators[at % 3]}&period=${monthAt(Math.floor(at / 3) % 36)}&page=${Math.floor(at / 108) + 1}`;
			return ask(host.base + path, {
				headers: { cookie: readers[at % readers.length]!.cookie, ...html },
				longest: 60_000
			});
		})
	);
	over = true;
	await watching;
	const statuses: Record<string, number> = {};
	for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
	return {
		statuses,
		faults: [...new Set(answers.flatMap(({ fault }) => fault ?? []))],
		longest: Math.round(Math.max(...answers.map(({ after }) => after))),
		incomplete: answers.filter(
			({ status, headers, body }) =>
				status === 0 ||
				((status === 503 || status === 429) &&
					(!headers['retry-after'] || !/lang="zh-CN"[\s\S]*[\u4e00-\u9fff]{4}/.test(body.toString())))
		).length,
		health: timesOf(health)
	};
}

/** Files that come in by drops: as many as there is room for are taken, the rest told to come back; pages go on. */
export async function slowUploads(
	host: Host,
	files: readonly BurstFile[],
	people: readonly Viewer[]
): Promise<{ tried: number; held: number; turnedAway: number; incomplete: number; pages: Times }> {
	const banks = [...new Map(files.map((file) => [file.institution, file])).values()];
	const tried = 60;
	const answers: (Answered | null)[] = [];
	const open = Array.from({ length: tried }, (_, at) => {
		const file = banks[at % banks.length]!;
		const cookie = people.find(({ username }) => username === file.username)!.cookie;
		const sent = request(
			`${host.base}/filings/corp-loan-stock/${file.institution}/${file.period}/upload?mode=complete`,
			{
				method: 'PUT',
				headers: {
					cookie,
					origin: host.base,
					'content-type': 'application/octet-stream',
					'content-length': 1_000_000,
					'x-file-name': 'slow.xlsx'
				}
			},
			(answer) => {
				const pieces: Buffer[] = [];
				answer.on('data', (piece: Buffer) => pieces.push(piece));
				answer.once('end', () =>
					answers.push({
						status: answer.statusCode!,
						headers: answer.headers,
						body: Buffer.concat(pieces),
						after: 0
					})
				);
			}
		);
		sent.on('error', () => undefined);
		const drops = setInterval(() => sent.write('PK'), 500);
		return () => {
			clearInterval(drops);
			sent.destroy();
		};
	});
	const leader = people.find(({ role }) => role === 'leader')!;
	const pages: number[] = [];
	for (let i = 0; i < 30; i += 1) {
		const { status, after } = await ask(`${host.base}/indicators`, {
			headers: { cookie: leader.cookie, ...html }
		});
		pages.push(status === 200 ? after : Infinity);
		await pause(100);
	}
	for (const close of open) close();
	await pause(1000);
	const away = answers.filter((one) => one?.status === 503);
	return {
		tried,
		held: tried - answers.length,
		turnedAway: away.length,
		incomplete: answers.length - away.filter((one) => isComplete(one!, false)).length,
		pages: timesOf(pages)
	};
}
