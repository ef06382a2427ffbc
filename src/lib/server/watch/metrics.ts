import { statSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, newestGood } from '#lib/server/keep/shelf.ts';
import { prepared, type Ledger } from '#lib/server/ledger/open.ts';
import { readersLoad } from '#lib/server/readers/index.ts';
import { loopDelay } from './loop-delay.ts';
import { childrenOf, residentBytes } from './processes.ts';
import { bounds, traffic } from './traffic.ts';

/** One value, with what tells it from others of its name. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number, suffix?: string];

const written = ([labels, value, suffix = '']: Sample, name: string): string => {
	const inner = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
	return `${name}${suffix}${inner.length ? `{${inner.join(',')}}` : ''} ${value}`;
};

/** A metric in the text format of Prometheus; one without a value is left out. */
function metric(
	name: string,
	type: 'counter' | 'gauge' | 'histogram',
	help: string,
	samples: number | null | readonly Sample[]
): string {
	const all: readonly Sample[] =
		samples === null ? [] : typeof samples === 'number' ? [[{}, samples]] : samples;
	if (!all.length) return '';
	const full = `techfin_${name}`;
	return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${all.map((one) => written(one, full)).join('\n')}\n`;
}

const byLabel = (label: string, counts: Iterable<readonly [string, number]>): Sample[] =>
	[...counts].map(([key, value]) => [{ [label]: key }, value]);

function durations(): Sample[] {
	return [...traffic.durations].flatMap(([kind, { within, count, sum }]): Sample[] => [
		...bounds.map((bound, at): Sample => [{ kind, le: String(bound) }, within[at]!, '_bucket']),
		[{ kind, le: '+Inf' }, count, '_bucket'],
		[{ kind }, sum, '_sum'],
		[{ kind }, count, '_count']
	]);
}

/** What this process knows of itself, with no look at the ledger. */
function processMetrics(): string[] {
	const delay = loopDelay();
	const children = childrenOf();
	return [
		metric(
			'requests_total',
			'counter',
			'Requests ended, by class of status.',
			byLabel('class', traffic.classes)
		),
		metric('request_seconds', 'histogram', 'Time from request to end of answer.', durations()),
		metric('requests_open', 'gauge', 'Requests being answered.', traffic.open),
		metric('requests_waiting', 'gauge', 'Requests waiting for their turn.', traffic.waiting),
		metric('requests_shed_total', 'counter', 'Requests turned away because too many waited.', traffic.shed),
		metric('uploads_total', 'counter', 'Uploads ended, by outcome.', byLabel('outcome', traffic.uploads)),
		metric('event_loop_delay_seconds', 'gauge', 'Delay of the event loop since the last reading.', [
			[{ quantile: '0.5' }, delay.p50 / 1000],
			[{ quantile: '0.99' }, delay.p99 / 1000],
			[{ quantile: '1' }, delay.most / 1000]
		]),
		metric('resident_bytes', 'gauge', 'Memory of the server and of the processes it began.', [
			[{ process: 'server' }, process.memoryUsage.rss()],
			[{ process: 'children' }, residentBytes(children)]
		]),
		metric('children', 'gauge', 'Processes begun and still running.', children.length),
		metric('uptime_seconds', 'gauge', 'Since the start.', Math.floor(process.uptime()))
	];
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const counted = (ledger: Ledger, sql: string, ...given: unknown[]): [string, number][] =>
	prepared(ledger.db, sql)
		.raw()
		.all(...given) as [string, number][];

/** What stands in the ledger's folder, in numbers only. */
function ledgerMetrics(ledger: Ledger): string[] {
	const { pages, files, kept } = readersLoad(ledger);
	const { bavail, bsize } = statfsSync(ledger.dir);
	const backup = newestGood(ledger.dir, identityOf(ledger));
	const idle = new Date(ledger.now().getTime() - 30 * 60_000).toISOString();
	return [
		metric('reader_questions', 'gauge', 'Questions put to the readers.', [
			[{ lane: 'pages', state: 'waiting' }, pages.waiting],
			[{ lane: 'pages', state: 'running' }, pages.running],
			[{ lane: 'files', state: 'waiting' }, files.waiting],
			[{ lane: 'files', state: 'running' }, files.running]
		]),
		metric('answers_kept', 'gauge', 'Answers kept for the next reader.', kept),
		metric(
			'jobs',
			'gauge',
			'Work that outlives a request, by state.',
			byLabel('state', [
				...new Map<string, number>([
					['queued', 0],
					['running', 0],
					...counted(ledger, `select state, count(*) from job where state <> 'done' group by state`)
				])
			])
		),
		metric(
			'submissions',
			'gauge',
			'Files received, by state.',
			byLabel('state', counted(ledger, 'select state, count(*) from submission group by state'))
		),
		metric(
			'sessions',
			'gauge',
			'Sessions used in the last half hour.',
			prepared(ledger.db, 'select count(*) from session where ended is null and seenAt > ?')
				.pluck()
				.get(idle) as number
		),
		metric('ledger_bytes', 'gauge', 'Size of the database and of its log.', [
			[{ file: 'database' }, sizeOf(join(ledger.dir, 'ledger.db'))],
			[{ file: 'wal' }, sizeOf(join(ledger.dir, 'ledger.db-wal'))]
		]),
		metric('disk_free_bytes', 'gauge', 'Free space where the ledger lies.', bavail * bsize),
		metric(
			'backup_age_seconds',
			'gauge',
			'Age of the newest verified backup.',
			backup && Math.round((ledger.now().getTime() - Date.parse(backup.madeAt)) / 1000)
		)
	];
}

/** Everything there is to watch, in the text format of Prometheus: numbers only, of nobody and of no return. */
export function metrics(open: () => Ledger): string {
	let known: string[];
	try {
		known = [...ledgerMetrics(open()), metric('ledger_up', 'gauge', 'Whether the ledger answers.', 1)];
	} catch {
		known = [metric('ledger_up', 'gauge', 'Whether the ledger answers.', 0)];
	}
	return [...processMetrics(), ...known].join('');
}
