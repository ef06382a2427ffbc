import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request is for, as far as its time is to be told apart. */
export type RequestKind = 'page' | 'data' | 'file' | 'upload' | 'asset' | 'health';

/** How an upload ended: with a receipt, refused, turned away because too much came at once, cut off, or failed. */
export type UploadOutcome = 'received' | 'refused' | 'busy' | 'cut' | 'failed';

/** Upper bounds of the duration histogram, in seconds. */
export const bounds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.6, 0.8, 1.5, 3, 6, 12, 30] as const;

interface Durations {
	/** Requests at or below each bound. */
	readonly within: number[];
	count: number;
	sum: number;
}

/** Counts of what was asked of this process since it started. */
export interface Traffic {
	open: number;
	waiting: number;
	shed: number;
	readonly classes: Map<string, number>;
	readonly durations: Map<RequestKind, Durations>;
	readonly uploads: Map<UploadOutcome, number>;
}

const own = Symbol.for('techfin.traffic');
/** Kept on the global: the server before the built pages counts, a page among them tells. */
export const traffic: Traffic = ((globalThis as { [own]?: Traffic })[own] ??= {
	open: 0,
	waiting: 0,
	shed: 0,
	classes: new Map(),
	durations: new Map(),
	uploads: new Map()
});

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** What a request is for, from its method and address. */
export function kindOf(method: string | undefined, url: string | undefined): RequestKind {
	const path = (url ?? '/').split('?', 1)[0]!;
	if (path === '/healthz' || path === '/readyz' || path === '/metrics') return 'health';
	if (method === 'PUT') return 'upload';
	if (path.startsWith('/_app/')) return 'asset';
	if (path.endsWith('/__data.json')) return 'data';
	return /\.[a-z]+$|\/(marked|original)$/.test(path) ? 'file' : 'page';
}

function outcomeOf(status: number, ended: boolean): UploadOutcome {
	if (!ended) return 'cut';
	if (status < 300) return 'received';
	if (status === 429 || status === 503) return 'busy';
	return status < 500 ? 'refused' : 'failed';
}

/** Counts a request when it comes, and its time when it has ended. */
export function count(request: IncomingMessage, response: ServerResponse): void {
	const begun = performance.now();
	const kind = kindOf(request.method, request.url);
	traffic.open += 1;
	response.once('close', () => {
		const seconds = (performance.now() - begun) / 1000;
		traffic.open -= 1;
		const ended = response.writableFinished;
		add(traffic.classes, ended ? `${Math.floor(response.statusCode / 100)}xx` : 'cut');
		if (kind === 'upload') add(traffic.uploads, outcomeOf(response.statusCode, ended));
		let known = traffic.durations.get(kind);
		if (!known) traffic.durations.set(kind, (known = { within: bounds.map(() => 0), count: 0, sum: 0 }));
		known.count += 1;
		known.sum += seconds;
		for (const [at, bound] of bounds.entries()) if (seconds <= bound) known.within[at]! += 1;
	});
}
