import { ask } from './ask.ts';
import { pause, timesOf, type Times } from './times.ts';
import type { Viewer } from './viewers.ts';

/** How the files asked for meanwhile came. */
export interface Exports {
	readonly report: Times;
	readonly figures: Times;
	readonly marked: Times;
	readonly statuses: Readonly<Record<string, number>>;
}

const figures = [
	'loan-balance.xlsx',
	'loan-balance.csv',
	'loan-borrowers.png',
	'policy-issuance.xlsx',
	'loan-rate.svg'
] as const;

/** Reports and figures, asked for over `over` seconds, and then the marked copies of what was refused. */
export async function exports(
	base: string,
	people: readonly Viewer[],
	over: number,
	marked: () => Promise<readonly (readonly [address: string, username: string])[]>
): Promise<Exports> {
	const statuses: Record<string, number> = {};
	const times = { report: [] as number[], figures: [] as number[], marked: [] as number[] };
	const get = async (kind: keyof typeof times, path: string, cookie: string): Promise<void> => {
		const { status, after } = await ask(base + path, {
			headers: { cookie, accept: '*/*' },
			longest: 150_000
		});
		statuses[status] = (statuses[status] ?? 0) + 1;
		if (status === 200) times[kind].push(after);
	};
	const leaders = people.filter(({ role }) => role === 'leader');
	const jobs = [
		...[0, 1].map((at) => async () => {
			await pause((over * 1000 * (at * 2 + 1)) / 4);
			await get('report', '/reports/quarterly-monitor/2026Q3.xlsx', leaders[at]!.cookie);
		}),
		...Array.from({ length: 30 }, (_, at) => async () => {
			await pause((over * 1000 * at) / 30);
			await get('figures', `/figures/${figures[at % figures.length]}`, leaders[at % leaders.length]!.cookie);
		})
	];
	await Promise.all(jobs.map((job) => job()));
	for (const [address, username] of await marked())
		await get('marked', address, people.find((one) => one.username === username)!.cookie);
	return {
		report: timesOf(times.report),
		figures: timesOf(times.figures),
		marked: timesOf(times.marked),
		statuses
	};
}
