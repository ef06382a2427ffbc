import { createReadStream } from 'node:fs';
import path from 'node:path';
import { ask } from './ask.ts';
import type { Host } from './host.ts';
import type { BurstFile } from './prepare.ts';
import { pause, timesOf, type Times } from './times.ts';

/** What became of the files handed in. */
export interface Burst {
	readonly files: number;
	/** Seconds over which they were sent. */
	readonly over: number;
	/** Milliseconds from the last byte to the receipt. */
	readonly receipt: Times;
	/** Seconds from receipt to the end of checking, the wait for others in them, by size. */
	readonly checked: readonly {
		readonly rows: number;
		readonly seconds: number;
		readonly state: string;
	}[];
	/** Seconds from the first file until nothing waits any more. */
	readonly drained: number;
	readonly receipts: readonly string[];
	/** Files without a receipt, receipts without a file, or rows that were not all read. */
	readonly lost: readonly string[];
	/** Files refused although good, or taken although wrong. */
	readonly wrong: readonly string[];
}

interface Sent {
	readonly file: BurstFile;
	readonly status: number;
	readonly receipt: string | null;
	readonly after: number;
	readonly at: number;
}

const address = (base: string, { institution, period }: BurstFile): string =>
	`${base}/filings/corp-loan-stock/${institution}/${period}/upload?mode=complete`;

/** Sends half of a file and hangs up, as a browser does that is closed. */
async function cutOff(base: string, file: BurstFile, headers: Record<string, string>): Promise<void> {
	await ask(address(base, file), {
		method: 'PUT',
		headers: { ...headers, 'content-length': file.size },
		body: createReadStream(file.path, { end: Math.floor(file.size / 2) }),
		longest: 2_000
	});
}

async function send(base: string, file: BurstFile, cookie: string): Promise<Sent> {
	const headers = {
		cookie,
		origin: base,
		'content-type': 'application/octet-stream',
		'x-file-name': encodeURIComponent(path.basename(file.path))
	};
	if (file.kind === 'cut') await cutOff(base, file, headers);
	for (let again = 0; ; again += 1) {
		const body = createReadStream(file.path);
		let last = performance.now();
		body.on('end', () => (last = performance.now()));
		const {
			status,
			headers: said,
			body: text
		} = await ask(address(base, file), {
			method: 'PUT',
			headers: { ...headers, 'content-length': file.size },
			body,
			longest: 120_000
		});
		// Told to come back, one does, as a clerk would.
		if (status === 503 && again < 5) {
			await pause(1000 * Number(said['retry-after'] ?? 5));
			continue;
		}
		const receipt = status === 201 ? (JSON.parse(text.toString()) as { receipt: string }).receipt : null;
		return { file, status, receipt, after: performance.now() - last, at: performance.now() };
	}
}

const tenths = (milliseconds: number): number => Math.max(0, Math.round(milliseconds / 100) / 10);

/** Hands the files in over `over` seconds and waits, `longest` seconds at most, until all are checked. */
export async function burst(
	host: Host,
	files: readonly BurstFile[],
	cookies: ReadonlyMap<string, string>,
	over: number,
	longest: number
): Promise<Burst> {
	const begun = performance.now();
	const checked = new Map<string, number>();
	const sent: Sent[] = [];
	let sending = true;
	const look = (): void => {
		const states = host.states();
		for (const { receipt } of sent)
			if (
				receipt &&
				!checked.has(receipt) &&
				!['received', 'checking'].includes(states.get(receipt)?.state ?? '')
			)
				checked.set(receipt, performance.now());
	};
	const all = Promise.all(
		files.map(async (file, at) => {
			await pause((over * 1000 * at) / files.length);
			sent.push(await send(host.base, file, cookies.get(file.username)!));
		})
	).then(() => (sending = false));
	while (performance.now() - begun < longest * 1000) {
		await pause(400);
		look();
		if (!sending && checked.size === sent.filter(({ receipt }) => receipt).length) break;
	}
	await all;
	look();
	const drained = (performance.now() - begun) / 1000;
	const states = host.states();
	const stateOf = ({ receipt }: Sent) => (receipt ? states.get(receipt) : undefined);
	const expected = ({ file }: Sent, state: string): boolean =>
		file.kind === 'faulty' ? state === 'refused' : state === 'explaining' || state === 'ready';
	return {
		files: files.length,
		over,
		receipt: timesOf(sent.filter(({ receipt }) => receipt).map(({ after }) => after)),
		checked: sent.flatMap((one) => {
			const until = one.receipt === null ? undefined : checked.get(one.receipt);
			return until === undefined
				? []
				: { rows: one.file.rows, seconds: tenths(until - one.at), state: stateOf(one)?.state ?? 'none' };
		}),
		drained: Math.round(drained),
		receipts: sent.flatMap(({ receipt }) => receipt ?? []),
		lost: sent.flatMap((one) => {
			const found = stateOf(one);
			const name = path.basename(one.file.path);
			if (!one.receipt) return `${name}：未得回执（${one.status}）`;
			if (!found) return `${name}：回执 ${one.receipt} 无批次`;
			if (!checked.has(one.receipt)) return `${name}：未校验完`;
			return found.rows !== one.file.rows ? `${name}：读到 ${found.rows} 行，应为 ${one.file.rows} 行` : [];
		}),
		wrong: sent.flatMap((one) => {
			const state = stateOf(one)?.state;
			return state && one.receipt && checked.has(one.receipt) && !expected(one, state)
				? `${path.basename(one.file.path)}：${state}`
				: [];
		})
	};
}
