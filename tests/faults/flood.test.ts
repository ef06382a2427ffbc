import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logSize } from '#lib/server/ledger/long-log.ts';
import { holds } from '../fixtures/invariants.ts';
import { times, whole } from '../fixtures/scale.ts';
import { at, bank, enter, loans, type Bank } from './bank.ts';
import { killAll, serve, until, type Server } from './server.ts';

let place: Bank;
let server: Server;
let people: ReturnType<typeof at>;
const crowd = times(6, 30);
const receipts: string[] = [];

beforeAll(async () => {
	if (!whole) return;
	place = bank();
	place.withLedger((ledger) => {
		for (let i = 0; i < crowd; i += 1)
			(place.tokens as Record<string, string>)[`analyst${i}`] = enter(ledger, `analyst${i}`, 'analyst', null);
	});
	server = await serve(place.dir);
	people = at(server, place.tokens);
	const { submission, receipt } = await people.upload(loans(1));
	receipts.push(receipt);
	await people.checked(submission);
	expect((await people.sign(submission)).status).toBe(200);
}, 300_000);
afterAll(() => {
	killAll();
	place?.remove();
});
const report = (person: string) => people.get(person, '/reports/quarterly-monitor/2026Q3.xlsx');

describe.skipIf(!whole)('E2: a flood of exports', () => {
	const flood = times(12, 50);
	it(
		`one person asking for ${flood} at once has three under way, and hears how many`,
		{ timeout: 600_000 },
		async () => {
			const answers = await Promise.all(
				Array.from({ length: flood }, async () => {
					const answer = await report('analyst');
					return { status: answer.status, text: answer.status === 200 ? '' : await answer.text() };
				})
			);
			const served = answers.filter(({ status }) => status === 200).length;
			expect(served).toBeGreaterThanOrEqual(3);
			expect(answers.filter(({ status }) => status === 429)).toHaveLength(flood - served);
			for (const { status, text } of answers)
				if (status === 429) expect(text).toContain('前面还有 3 个文件正在生成');
			expect((await people.get('maker', '/filings')).status).toBe(200);
		}
	);

	it(
		`${crowd} people asking for one each are served in turn, and pages meanwhile`,
		{ timeout: 900_000 },
		async () => {
			let over = false;
			const pages = (async () => {
				let count = 0;
				while (!over) {
					expect((await people.get('maker', '/filings')).status).toBe(200);
					count += 1;
					await pause(100);
				}
				return count;
			})();
			const answers = await Promise.all(Array.from({ length: crowd }, (_, i) => report(`analyst${i}`)));
			over = true;
			expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: crowd }, () => 200));
			expect(await pages).toBeGreaterThan(0);
		}
	);
});

describe.skipIf(!whole)('E6: work that goes on and on', () => {
	/** What a server holds: memory in MB, open files, the log, temporary files. */
	const sample = () => ({
		memory: (Number(readFileSync(`/proc/${server.pid}/statm`, 'latin1').split(' ')[1]) * 4096) / 2 ** 20,
		files: readdirSync(`/proc/${server.pid}/fd`).length,
		log: logSize({ dir: place.dir }),
		temporary: readdirSync(path.join(place.dir, 'tmp')).length
	});
	const seconds = times(12, 300);

	it(
		`${seconds} seconds of pages, uploads and exports leave memory, files and log as they were`,
		{ timeout: 1_200_000 },
		async () => {
			const samples: ReturnType<typeof sample>[] = [];
			let [version, requests, served] = [1, 0, 0];
			const end = Date.now() + seconds * 1000;
			const round = async () => {
				for (const [person, where] of [
					['maker', '/filings'],
					['analyst', '/loans'],
					['leader', '/'],
					['analyst', '/figures/loan-balance.csv?period=2026-09'],
					['analyst', '/figures/loan-balance.svg?period=2026-09']
				] as const) {
					const answer = await people.get(person, where);
					await answer.arrayBuffer();
					expect([200, 429, 503]).toContain(answer.status);
					requests += 1;
					served += Number(answer.status === 200);
				}
			};
			while (Date.now() < end) {
				await Promise.all([round(), round()]);
				if (requests % 100 < 10 && version < 50) {
					version += 1;
					const { submission, receipt } = await people.upload(loans(version, 200));
					receipts.push(receipt);
					await people.checked(submission);
				}
				samples.push(sample());
			}
			const third = Math.floor(samples.length / 3);
			const median = (part: typeof samples, of: 'memory' | 'files') =>
				part.map((one) => one[of]).sort((a, b) => a - b)[Math.floor(part.length / 2)]!;
			const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
			console.log(
				`E6: ${requests} requests, ${version} uploads in ${seconds} s: memory ${median(middle, 'memory').toFixed(0)} → ${median(last, 'memory').toFixed(0)} MB, ${median(last, 'files')} files, log ${samples.at(-1)!.log} bytes`
			);
			expect(samples.length).toBeGreaterThan(2);
			// A server that turned everybody away would hold nothing.
			expect(served / requests).toBeGreaterThan(0.9);
			if (third > 5) {
				// The heap breathes by some megabytes; what leaks with every request would be far beyond.
				expect(median(last, 'memory') - median(middle, 'memory')).toBeLessThan(40);
				expect(median(last, 'files') - median(middle, 'files')).toBeLessThan(10);
			}
			expect(Math.max(...samples.map(({ log }) => log))).toBeLessThan(64 << 20);
			await until(() => sample().temporary === 0, 'temporary files to be gone');
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => holds(ledger, { receipts }));
		}
	);
});
