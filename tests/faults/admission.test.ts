import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Admission, type Bounds } from '#lib/server/access/admission.ts';
import { takeSlot } from '#lib/server/access/upload-slots.ts';
import { traffic } from '#lib/server/watch/traffic.ts';
import { times } from '../fixtures/scale.ts';

interface Answered {
	readonly status: number;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
	readonly after: number;
}
type Work = (asked: IncomingMessage, answered: ServerResponse) => void;

let server: Server;
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

async function serving(bounds: Bounds, work: Work): Promise<void> {
	const admission = new Admission(bounds);
	server = createServer((asked, answered) => admission.admit(asked, answered, () => work(asked, answered)));
	admission.watch(server);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
}
const html = { accept: 'text/html,*/*' };

function ask(
	path = '/',
	options: { method?: string; headers?: object; body?: string } = {}
): Promise<Answered> {
	const begun = performance.now();
	return new Promise((settled, failed) => {
		const { port } = server.address() as { port: number };
		const sent = request(
			{
				host: '127.0.0.1',
				port,
				path,
				method: options.method ?? 'GET',
				headers: { ...html, ...options.headers }
			},
			(answered) => {
				let body = '';
				answered.setEncoding('utf8').on('data', (text: string) => (body += text));
				answered.once('end', () =>
					settled({
						status: answered.statusCode!,
						headers: answered.headers,
						body,
						after: performance.now() - begun
					})
				);
			}
		);
		sent.once('error', failed);
		sent.end(options.body);
	});
}
/** Keeps the process from anything else for a while, as making a page does. */
function busy(milliseconds: number): void {
	const until = performance.now() + milliseconds;
	while (performance.now() < until);
}
const page: Work = (_, answered) => {
	busy(5);
	answered.writeHead(200).end('page');
};
const all = (count: number, path?: string): Promise<Answered[]> =>
	Promise.all(Array.from({ length: count }, () => ask(path)));

// Protects the readers there are from the requests there are too many of.
describe('E2: more requests than can be answered', () => {
	it('all are answered; those too many at once, with a complete page and when to try again', async () => {
		await serving({ running: 1, waiting: 20, patience: 10_000 }, (asked, answered) => {
			setTimeout(() => page(asked, answered), 5);
		});
		const count = times(150, 1000);
		const answers = await all(count);
		const [served, away] = [200, 503].map((status) => answers.filter((one) => one.status === status));
		expect(served!.length + away!.length).toBe(count);
		expect(served!.length).toBeGreaterThanOrEqual(20);
		expect(away!.length).toBeGreaterThan(0);
		for (const { headers, body } of away!) {
			expect(headers['retry-after']).toBe('5');
			expect(headers['content-type']).toBe('text/html; charset=utf-8');
			expect(headers['cache-control']).toBe('private, no-store');
			expect(body).toMatch(/^<!doctype html><html lang="zh-CN">.*系统正忙.*原有数据未受影响.*请求编号/s);
			expect(body).not.toContain('<script');
		}
		// At once afterwards, everybody is served again.
		expect((await all(10)).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
		expect(traffic.waiting).toBe(0);
	});

	// Node takes one connection a round: were a page begun in each, the hundredth would wait for a hundred pages.
	it('all who knock are let in before the next pages are begun', async () => {
		const count = 100;
		let [come, comeByThen, begun] = [0, 0, 0];
		await serving({ running: 300, waiting: 200, patience: 60_000 }, (asked, answered) => {
			begun += 1;
			if (begun === 9) comeByThen = come;
			page(asked, answered);
		});
		server.on('connection', () => (come += 1));
		const note = path.join(mkdtempSync(path.join(tmpdir(), 'techfin-knock-')), 'knocked');
		const { port } = server.address() as { port: number };
		const child = fork(path.join(import.meta.dirname, 'knock-child.ts'), [`${port}`, `${count}`, note]);
		const ended = once(child, 'exit');
		await once(child, 'spawn');
		// All knock while this process looks at nothing.
		while (!existsSync(note));
		rmSync(path.dirname(note), { recursive: true });
		await ended;
		expect(come).toBe(count);
		expect(begun).toBe(count);
		expect(comeByThen).toBe(count);
	});

	it('a script is told the same as JSON', async () => {
		await serving({ running: 0, waiting: 0, patience: 1000 }, page);
		for (const [path, headers] of [
			['/loans/__data.json', html],
			['/search/places.json', { accept: '*/*' }]
		] as const) {
			const { status, headers: said, body } = await ask(path, { headers });
			expect([status, said['retry-after'], said['content-type']]).toEqual([503, '5', 'application/json']);
			expect(JSON.parse(body)).toMatchObject({ message: expect.stringContaining('系统正忙') });
		}
	});

	it('health answers wait for nobody', async () => {
		let begun = 0;
		await serving({ running: 2, waiting: 1, patience: 60_000 }, (asked, answered) => {
			if (asked.url === '/healthz') answered.end('ok');
			else begun += 1;
		});
		const hang = () => ask().catch(() => null);
		const hung = [hang()];
		await expect.poll(() => begun).toBe(1);
		hung.push(hang());
		await expect.poll(() => begun).toBe(2);
		hung.push(hang());
		await expect.poll(() => traffic.waiting).toBe(1);
		expect((await ask()).status).toBe(503);
		for (let i = 0; i < 5; i += 1) expect((await ask('/healthz')).body).toBe('ok');
		server.closeAllConnections();
		await Promise.all(hung);
	});

	it('who has waited too long is told so, and who went away is not begun', async () => {
		let begun = 0;
		await serving({ running: 1, waiting: 10, patience: 300 }, () => (begun += 1));
		const first = ask().catch(() => null);
		await expect.poll(() => begun).toBe(1);
		const late = await all(5);
		expect(late.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
		expect(Math.max(...late.map(({ after }) => after))).toBeLessThan(5_000);
		server.closeAllConnections();
		await first;
		// Its place is free again.
		await expect.poll(async () => (void ask().catch(() => null), begun)).toBeGreaterThan(1);
	});

	it('acts go before pages, whatever came first', async () => {
		const order: string[] = [];
		let release: (() => void) | null = null;
		await serving({ running: 1, waiting: 10, patience: 60_000 }, (asked, answered) => {
			order.push(asked.method!);
			if (asked.url === '/first') release = () => answered.end();
			else answered.end();
		});
		const first = ask('/first');
		await expect.poll(() => release).not.toBeNull();
		const rest = [ask(), ask(), ask('/submissions/1', { method: 'POST', body: 'a=b' })];
		await expect.poll(() => traffic.waiting).toBe(3);
		release!();
		await Promise.all([first, ...rest]);
		expect(order).toEqual(['GET', 'POST', 'GET', 'GET']);
	});

	it('pages that wait leave room for acts', async () => {
		let begun = 0;
		await serving({ running: 1, waiting: 2, patience: 60_000 }, () => void (begun += 1));
		const first = ask().catch(() => null);
		await expect.poll(() => begun).toBe(1);
		const waiting = [first, ...[ask(), ask()].map((one) => one.catch(() => null))];
		await expect.poll(() => traffic.waiting).toBe(2);
		expect((await ask()).status).toBe(503);
		const act = ask('/submissions/1', { method: 'POST', body: 'a=b' }).catch(() => null);
		await expect.poll(() => traffic.waiting).toBe(3);
		server.closeAllConnections();
		await Promise.all([...waiting, act]);
	});

	it('a file that is turned away is not read to its end', async () => {
		await serving({ running: 0, waiting: 0, patience: 1000 }, page);
		const { port } = server.address() as { port: number };
		const answer = await new Promise<IncomingMessage>((settled, failed) => {
			const sent = request({ host: '127.0.0.1', port, method: 'PUT', path: '/upload' }, settled);
			sent.once('error', failed);
			// Begun, and never finished.
			sent.write(Buffer.alloc(64 * 1024));
		});
		expect(answer.statusCode).toBe(503);
		expect(answer.headers.connection).toBe('close');
		answer.resume();
	});
});

describe('E2: files at once', () => {
	it('four of one institution and forty of all; a place given back is free again', async () => {
		await serving({ running: 1, waiting: 1, patience: 1000 }, page);
		const own = [1, 2, 3, 4].map(() => takeSlot('a'));
		expect(takeSlot('a')).toBeNull();
		const others = Array.from({ length: 36 }, (_, i) => takeSlot(`b${i}`));
		expect([...own, ...others].every(Boolean)).toBe(true);
		expect(takeSlot('c')).toBeNull();
		own[0]!();
		const again = takeSlot('a');
		expect(again).not.toBeNull();
		for (const release of [...own.slice(1), ...others, again]) release!();
		expect(Array.from({ length: 4 }, () => takeSlot('a')).every(Boolean)).toBe(true);
	});
});
