import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holds } from '../fixtures/invariants.ts';
import { at, bank, loans, month, type Bank } from './bank.ts';
import { childrenOf, cpuSeconds, killAll, serve, until, type Server } from './server.ts';

let place: Bank;
let server: Server;
let people: ReturnType<typeof at>;
const begin = async (start: Parameters<typeof serve>[1] = {}) => {
	server = await serve(place.dir, start);
	people = at(server, place.tokens);
};
beforeEach(() => {
	place = bank();
});
afterEach(() => {
	killAll();
	place.remove();
});
/** Whether nobody new is let in. */
const refusesNew = (): Promise<boolean> =>
	new Promise((done) => {
		const socket = connect(Number(new URL(server.base).port), '127.0.0.1');
		socket.once('connect', () => done(!socket.destroy()));
		socket.once('error', () => done(true));
	});
const isGone = (pid: number): boolean => !existsSync(`/proc/${pid}`);

// Protects what is under way when the server is told to stop, or has to.
describe('B12: a stop signal', () => {
	it(
		'lets an upload and an export end, takes nobody new, and a check is taken up again',
		{ timeout: 400_000 },
		async () => {
			const marks = mkdtempSync(path.join(tmpdir(), 'techfin-marks-'));
			// The check stands still in the middle of a file, for ever.
			await begin({ fault: 'check.reading:hang:20', mark: path.join(marks, 'check') });
			const first = await people.upload(loans(1));
			await until(() => existsSync(path.join(marks, 'check')), 'the check to begin');

			const whole = Buffer.from(loans(2, 60, '2026-08'));
			const slow = people.slowly(whole.length, '2026-08');
			slow.answer.catch(() => undefined);
			slow.request.write(whole.subarray(0, 2000));
			await until(() => readdirSync(path.join(place.dir, 'tmp')).length > 0, 'the upload to begin');
			const exported = people.get('analyst', '/figures/loan-balance.csv?period=2026-09');
			await until(() => childrenOf(server.pid).length > 1, 'the export to begin');
			const children = childrenOf(server.pid);

			const begun = performance.now();
			const ended = server.kill('SIGTERM');
			await until(refusesNew, 'new connections to be refused', 20_000);
			expect(server.hasEnded()).toBe(false);
			slow.request.end(whole.subarray(2000));
			const answer = await slow.answer;
			expect(answer.status).toBe(201);
			expect((await exported).status).toBe(200);
			expect(await ended).toBe(0);
			expect(performance.now() - begun).toBeLessThan(30_000);
			await until(() => children.every(isGone), 'the children to end', 5_000);

			await begin();
			expect(await people.checked(first.submission)).toBe('ready');
			expect(await people.checked(answer.body.submission!)).toBe('ready');
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => holds(ledger, { receipts: [first.receipt, answer.body.receipt!] }));
			rmSync(marks, { recursive: true });
		}
	);

	it('does not wait for ever for who does not go on', { timeout: 400_000 }, async () => {
		await begin();
		const slow = people.slowly(100_000, month);
		slow.request.write('x');
		slow.answer.catch(() => undefined);
		await until(() => readdirSync(path.join(place.dir, 'tmp')).length > 0, 'the upload to begin');
		const begun = performance.now();
		expect(await server.kill('SIGTERM')).toBe(0);
		expect(performance.now() - begun).toBeLessThan(32_000);
		await begin();
		expect(await server.kill('SIGTERM')).toBe(0);
		place.withLedger((ledger) => holds(ledger));
	});
});

describe('E5: a fault that nobody catches', () => {
	it(
		'is logged, ends the process, and the next is up within five seconds and goes on',
		{ timeout: 400_000 },
		async () => {
			const marks = mkdtempSync(path.join(tmpdir(), 'techfin-marks-'));
			await begin({ fault: 'check.reading:hang:20', mark: path.join(marks, 'check') });
			const { submission, receipt } = await people.upload(loans(1));
			await until(() => existsSync(path.join(marks, 'check')), 'the check to begin');
			const children = childrenOf(server.pid);
			server.child.kill('SIGUSR2');
			expect(await server.ended).toBe(1);
			expect(server.said()).toMatch(
				/"level":"error","event":"uncaughtException","fault":"Error: nobody catches this/
			);
			// One that stands still for ever hears nothing; it is ended by whoever supervises, and may not write any more.
			for (const pid of children) if (!isGone(pid)) process.kill(pid, 'SIGKILL');
			await begin();
			// Seconds of its own work, whatever else the machine is doing.
			expect(cpuSeconds(server.pid)).toBeLessThan(5);
			expect(await people.checked(submission)).toBe('ready');
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => holds(ledger, { receipts: [receipt] }));
			rmSync(marks, { recursive: true });
		}
	);

	it(
		'within a request is logged under the number that the answer shows, and the server goes on',
		{ timeout: 400_000 },
		async () => {
			await begin({ fault: 'receive.entering:throw' });
			const failed = await people.put(loans(1));
			const body = (await failed.json()) as { message: string; id: string };
			expect([failed.status, body.message]).toEqual([500, '系统出错，已记录。原有数据未受影响。']);
			expect(server.said()).toMatch(
				new RegExp(`"event":"fault","request":"${body.id}".*fault at receive.entering`)
			);
			const { submission, receipt } = await people.upload(loans(1));
			expect(await people.checked(submission)).toBe('ready');
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => holds(ledger, { receipts: [receipt] }));
		}
	);
});
