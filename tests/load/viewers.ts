import { Agent } from 'node:http';
import { ask } from './ask.ts';
import type { Person } from './prepare.ts';
import { pause, timesOf, type Times } from './times.ts';

/** Somebody signed in. */
export interface Viewer extends Person {
	readonly cookie: string;
}

/** What viewers met in a while. */
export interface Seen {
	readonly seconds: number;
	readonly perSecond: number;
	readonly all: Times;
	readonly pages: Times;
	readonly data: Times;
	/** Answers by status; 0 is no answer. */
	readonly statuses: Readonly<Record<string, number>>;
	readonly errors: number;
	/** What was asked where the answer was not a page, with its status and why there was none. */
	readonly odd: readonly string[];
	/** The addresses that took longest, with their longest time. */
	readonly slowest: readonly (readonly [string, number])[];
}

const figures = ['/loans', '/policy-funds', '/products', '/indicators', '/indicators/tech-loan-balance'];
const readers = [
	...figures,
	'/',
	'/bonds',
	'/clauses',
	'/clauses/4',
	'/clauses/6',
	'/indicators/key-area-share',
	'/indicators/tech-loan-borrowers',
	'/filings',
	'/reports',
	'/reports/quarterly-monitor/2026Q3',
	'/dictionary'
];

/** Pages somebody of this role goes through; passports and filings for a month. */
function pagesOf({ role, body }: Person, period: string): string[] {
	const passport = `/passport?indicator=tech-loan-balance&period=${period}`;
	switch (role) {
		case 'leader':
			return [...readers, passport, `/loans?period=${period}`];
		case 'analyst':
			return [...readers, passport, '/roster', '/templates'];
		case 'unit':
			return ['/filings', '/indicators', '/reports', '/roster', '/dictionary'];
		default:
			return [
				...figures,
				'/filings',
				`/filings/corp-loan-stock/${body}/${period}`,
				'/templates',
				'/roster',
				'/dictionary'
			];
	}
}

const dataOf = (page: string): string => {
	const [path = '', search] = page.split('?');
	return `${path === '/' ? '' : path}/__data.json?${search ? `${search}&` : ''}x-sveltekit-invalidated=01`;
};

/** Between zero and twice a length, mostly about it. */
const about = (length: number): number => length * (Math.random() + Math.random());

/** Every page of everybody opened once, a few at a time, as on a morning after something was signed: how long that took. */
export async function firstLook(base: string, people: readonly Viewer[], period: string): Promise<Times> {
	const kinds = new Map(people.map((one) => [`${one.role} ${one.body}`, one]));
	const left = [...kinds.values()].flatMap((one) =>
		pagesOf(one, period).map((page) => ({ page, cookie: one.cookie }))
	);
	const times: number[] = [];
	const next = async (): Promise<void> => {
		for (let one = left.shift(); one; one = left.shift()) {
			const { after } = await ask(base + one.page, { headers: { cookie: one.cookie, accept: 'text/html' } });
			times.push(after);
		}
	};
	await Promise.all(Array.from({ length: 4 }, next));
	return timesOf(times);
}

/**
 * `count` viewers, each on a connection of its own, go from page to page until told to stop: one request in three a whole
 * page, the others data of a page within the browser. Pages say `no-store` and fixed files are kept for ever, so that a
 * browser has nothing to ask about again; neither have they.
 */
export class Viewers {
	readonly #base: string;
	readonly #period: string;
	readonly #going: Promise<void>;
	#over = false;
	#since = performance.now();
	#met: { page: string; kind: 'page' | 'data'; status: number; after: number; fault: string | undefined }[] =
		[];

	constructor(base: string, people: readonly Viewer[], count: number, perSecond: number, period: string) {
		this.#base = base;
		this.#period = period;
		const think = (1000 * count) / perSecond;
		this.#going = Promise.all(
			Array.from({ length: count }, (_, at) => this.#go(people[at % people.length]!, think))
		).then(() => undefined);
	}

	async #go(viewer: Viewer, think: number): Promise<void> {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const pages = pagesOf(viewer, this.#period);
		await pause(Math.random() * think);
		while (!this.#over) {
			const page = pages[Math.floor(Math.random() * pages.length)]!;
			const kind = Math.random() < 1 / 3 ? 'page' : 'data';
			const { status, after, fault } = await ask(this.#base + (kind === 'page' ? page : dataOf(page)), {
				agent,
				headers: {
					cookie: viewer.cookie,
					accept: kind === 'page' ? 'text/html,application/xhtml+xml' : '*/*',
					'accept-language': 'zh-CN,zh'
				}
			});
			if (!this.#over) this.#met.push({ page, kind, status, after, fault });
			await pause(Math.max(0, about(think) - after));
		}
		agent.destroy();
	}

	/** What they met since this was last asked. */
	seen(): Seen {
		const met = this.#met;
		const seconds = (performance.now() - this.#since) / 1000;
		this.#met = [];
		this.#since = performance.now();
		const statuses: Record<string, number> = {};
		for (const { status } of met) statuses[status] = (statuses[status] ?? 0) + 1;
		const wrong = met.filter(({ status }) => status !== 200);
		const worst = new Map<string, number>();
		for (const { page, after } of met) worst.set(page, Math.max(worst.get(page) ?? 0, Math.round(after)));
		const of = (kind: 'page' | 'data') =>
			timesOf(met.filter((one) => one.kind === kind).map(({ after }) => after));
		return {
			seconds: Math.round(seconds),
			perSecond: Math.round((met.length / seconds) * 10) / 10,
			all: timesOf(met.map(({ after }) => after)),
			pages: of('page'),
			data: of('data'),
			statuses,
			errors: wrong.length,
			odd: [...new Set(wrong.map(({ page, kind, status, fault }) => `${page} ${kind} ${fault ?? status}`))],
			slowest: [...worst].sort(([, a], [, b]) => b - a).slice(0, 5)
		};
	}

	async stop(): Promise<void> {
		this.#over = true;
		await this.#going;
	}
}
