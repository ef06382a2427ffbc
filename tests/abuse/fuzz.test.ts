import { fork } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '#datasets/define.ts';
import { isUnreadable, readValue } from '#datasets/read.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { checkInChild, receive } from '#lib/server/intake/submit.ts';
import { writeDat } from '#lib/server/intake/dat-write.ts';
import { template } from '#lib/server/intake/template.ts';
import { factsOf } from '#lib/server/ledger/facts.ts';
import { damaged } from '../fixtures/mutated-book.ts';
import { holds } from '../fixtures/invariants.ts';
import { times } from '../fixtures/scale.ts';
import { exampleRow, office, usccOf, type Office } from '../integration/filer.ts';
import type { Said } from './fuzz-child.ts';

/** A row of loans as values, from its texts. */
function readRow(more: Record<string, unknown>): Values {
	const texts = { ...exampleRow(corpLoanStock), ...more };
	return Object.fromEntries(
		Object.entries(corpLoanStock.columns).map(([name, column]) => {
			const text = texts[name];
			const read = typeof text === 'string' ? readValue(column, { kind: 'text', text }) : { value: null };
			if (isUnreadable(read)) throw new TypeError(`${name}: ${read.message}`);
			return [name, read.value];
		})
	);
}

// Protects the reader from files that broke on the way: none stops it, none is taken for what it does not say.

/** What became of the files of some seeds; one that takes longer than a few seconds has hung and ends the child. */
function fuzz(kind: 'book' | 'dat', count: number): Promise<{ wrong: string[]; accepted: number }> {
	const wrong: string[] = [];
	let accepted = 0;
	let last = 0;
	let since = Date.now();
	return new Promise((done) => {
		const child = fork(path.join(import.meta.dirname, 'fuzz-child.ts'), [kind, '1', String(count + 1)], {
			execArgv: ['--max-old-space-size=384', '--disable-proto=delete', '--no-warnings'],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc']
		});
		let error = '';
		child.stderr?.on('data', (text: Buffer) => (error += text.toString()));
		// Reading takes milliseconds; a minute of silence is no matter of a busy machine.
		const watch = setInterval(() => {
			if (Date.now() - since < 60_000) return;
			wrong.push(`seed ${last}: hangs`);
			child.kill('SIGKILL');
		}, 1000);
		child.on('message', (said: Said) => {
			[last, since] = [said.seed, Date.now()];
			if (said.wrong) wrong.push(`seed ${said.seed}: ${said.wrong}`);
			if (said.accepted) accepted++;
		});
		child.once('close', (code) => {
			clearInterval(watch);
			if (code) wrong.push(`seed ${last}: ended with ${code} ${error.slice(-500)}`);
			done({ wrong, accepted });
		});
	});
}

describe('A5: of damaged files', () => {
	it.each([
		['book', times(60, 2000)],
		['dat', times(60, 2000)]
	] as const)(
		'none of kind %s hangs, crashes the reader or is taken wrongly (%i of them)',
		{ timeout: 1_200_000 },
		async (kind, count) => {
			const { wrong, accepted } = await fuzz(kind, count);
			expect(wrong).toEqual([]);
			// Some damage changes nothing that counts: were none accepted, nothing would have been compared.
			expect(accepted).toBeGreaterThan(count / 20);
			expect(accepted).toBeLessThan(count * 0.9);
		}
	);
});

describe('A5: of damaged files handed in', () => {
	let at: Office;
	beforeEach(() => {
		at = office();
	});
	afterEach(() => at.close());

	const loans = [1, 2, 3].map((n) =>
		readRow({ institutionCode: usccOf(1), loanNo: `JJ${n}`, borrower: usccOf(10 + n) })
	);

	it(
		'each gets a receipt, and comes out as it was or is refused with where, why and how',
		{ timeout: 1_200_000 },
		async () => {
			const filing = {
				institution: { id: 'BKA', name: '甲银行北京分行' },
				period: '2026-09',
				dueOn: null,
				rows: loans
			};
			const names = { prefix: usccOf(1), on: '2026-09-30', writtenAt: '2026-10-12 09:30:00' };
			const sound = {
				xlsx: await template(corpLoanStock, filing),
				zip: writeDat(corpLoanStock, loans, names).zip.bytes
			};
			const receipts: string[] = [];
			const handIn = async (fileName: string, source: Buffer): Promise<number> => {
				const { submission, receipt } = await receive(at.ledger, at.maker, {
					dataset: corpLoanStock.id,
					institution: 'BKA',
					period: '2026-09',
					fileName,
					source,
					check: 'mine'
				});
				receipts.push(receipt);
				await checkInChild(at.ledger, submission);
				return submission;
			};
			const rowsOf = (submission: number) =>
				factsOf(at.ledger, corpLoanStock, submission).map(({ row }) => row);
			for (const [layout, bytes] of Object.entries(sound)) {
				const first = await handIn(`sound.${layout}`, bytes);
				expect(rowsOf(first), JSON.stringify(findingsOf(at.ledger, at.maker, first).findings)).toHaveLength(
					3
				);
				for (let seed = 1; seed <= times(2, 20); seed++) {
					const submission = await handIn(
						`${seed}.${layout}`,
						Buffer.concat([damaged(bytes, seed), Buffer.from([seed])])
					);
					const { state } = submissionOf(at.ledger, at.maker, submission);
					const { findings } = findingsOf(at.ledger, at.maker, submission);
					if (state === 'refused') expect(findings.length, `${layout} ${seed}`).toBeGreaterThan(0);
					else expect(rowsOf(submission), `${layout} ${seed} ${state}`).toEqual(rowsOf(first));
					for (const { where, message, remedy } of findings) {
						expect(where && message && remedy, `${layout} ${seed}`).toBeTruthy();
						expect(message, `${layout} ${seed}`).not.toMatch(/\bat .*:\d+|Error:|undefined/);
					}
				}
			}
			holds(at.ledger, { receipts });
		}
	);
});
