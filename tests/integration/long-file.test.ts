import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { findingsOf } from '#lib/server/intake/findings.ts';
import { submissionOf } from '#lib/server/intake/submit-view.ts';
import { checkInChild, receive } from '#lib/server/intake/submit.ts';
import { factsOf } from '#lib/server/ledger/facts.ts';
import { letColumnsGo, longFile } from '#lib/server/ledger/long-file.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

let at: Office;
beforeEach(() => (at = office()));
afterEach(() => at.close());

/** Hands in `count` loans, each with a number of its own, and answers the submission when it is checked. */
async function handIn(count: number, more: (n: number) => Record<string, unknown> = () => ({})) {
	const rows = Array.from({ length: count }, (_, i) => ({
		...exampleRow(corpLoanStock),
		institutionCode: usccOf(1),
		loanNo: `JJ${i + 1}`,
		contractNo: `HT${i + 1}`,
		...more(i + 1)
	}));
	const { submission } = await receive(at.ledger, at.maker, {
		dataset: corpLoanStock.id,
		institution: 'BKA',
		period: '2026-09',
		fileName: 'loans.csv',
		source: csv(corpLoanStock, rows)
	});
	await checkInChild(at.ledger, submission);
	return submission;
}

// Protects checks over files that are too long to be held: they must see what those over short files see.
describe('a long file', () => {
	it('reads as the rows that were kept, again after its columns were let go', async () => {
		const submission = await handIn(40, (n) => ({ rate: n % 3 ? '3.45' : '4.1' }));
		const kept = factsOf(at.ledger, corpLoanStock, submission);
		expect(kept).toHaveLength(40);
		const long = longFile(at.ledger, corpLoanStock, submission);
		const names = Object.keys(corpLoanStock.columns);
		const plain = () =>
			long.map(({ line, row }) => ({
				line,
				row: Object.fromEntries(names.map((name) => [name, row[name]]))
			}));
		expect(plain()).toEqual(kept);
		letColumnsGo(at.ledger);
		expect(plain()).toEqual(kept);
	});

	it('of more rows than are held at hand is judged as a whole', { timeout: 120_000 }, async () => {
		const submission = await handIn(50_500, (n) => (n === 50_321 ? { rate: '0' } : {}));
		const { state, rows, failure } = submissionOf(at.ledger, at.maker, submission);
		expect([state, rows, failure]).toEqual(['explaining', 50_500, null]);
		const { findings } = findingsOf(at.ledger, at.maker, submission);
		// The header is line 1; Q01 says of the one loan without interest that it has none.
		expect(findings.map(({ check, line, message }) => [check, line, message])).toContainEqual([
			'Q01',
			50_322,
			'利率为零'
		]);
	});
});
