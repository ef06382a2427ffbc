import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { filePath } from '#lib/server/ledger/files.ts';
import { holds } from '../fixtures/invariants.ts';
import { at, bank, loans, type Bank } from './bank.ts';
import { killAll, serve } from './server.ts';

let place: Bank;
let marks: string;
beforeEach(() => {
	place = bank();
	marks = mkdtempSync(path.join(tmpdir(), 'techfin-marks-'));
});
afterEach(() => {
	killAll();
	place.remove();
	rmSync(marks, { recursive: true });
});

describe('B4: a check that takes all its memory', () => {
	it(
		'fails its own file with a sentence; the server goes on, and so does the next file',
		{ timeout: 400_000 },
		async () => {
			const server = await serve(place.dir, {
				fault: 'check.reading:grow:20',
				mark: path.join(marks, 'grown')
			});
			const people = at(server, place.tokens);
			const large = await people.upload(loans(1));
			expect(await people.checked(large.submission)).toBe('failed');
			expect(existsSync(path.join(marks, 'grown'))).toBe(true);
			expect((await people.get('maker', '/filings')).status).toBe(200);
			const next = await people.upload(loans(2));
			expect(await people.checked(next.submission)).toBe('ready');
			expect(await server.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => {
				expect(submissionOf(ledger, consoleAsker, large.submission).failure).toMatch(
					/^文件过大，处理时内存(不足|超限)$/
				);
				holds(ledger, { receipts: [large.receipt, next.receipt] });
			});
		}
	);
});

describe('B18: what belongs to nothing', () => {
	it(
		'a file without a submission and a submission without its file are told at the start',
		{ timeout: 400_000 },
		async () => {
			const first = await serve(place.dir, { fault: 'file.stored:kill' });
			await expect(at(first, place.tokens).upload(loans(1))).rejects.toThrow();
			expect(await first.ended).toBe('SIGKILL');
			const stored = () => readdirSync(path.join(place.dir, 'files'), { recursive: true }).length;
			expect(stored()).toBe(2);

			const second = await serve(place.dir);
			expect(second.said()).toMatch(/"event":"started".*"orphans":1,"missing":\[\]/);
			const people = at(second, place.tokens);
			// The same file again is taken, and belongs to its submission from then on.
			const { submission, receipt } = await people.upload(loans(1));
			expect(await people.checked(submission)).toBe('ready');
			expect(await second.kill('SIGTERM')).toBe(0);
			place.withLedger((ledger) => holds(ledger, { receipts: [receipt] }));

			place.withLedger((ledger) => {
				const sum = ledger.db.prepare('select sha256 from submission').pluck().get() as string;
				rmSync(filePath(ledger, sum));
			});
			const third = await serve(place.dir);
			expect(third.said()).toMatch(
				new RegExp(`"level":"error","event":"started".*"orphans":0,"missing":\\[${submission}\\]`)
			);
			expect(await third.kill('SIGTERM')).toBe(0);
		}
	);
});
