import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '#datasets/define.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { consoleAsker } from '#lib/server/access/asker.ts';
import { submitFile } from '#lib/server/intake/submit.ts';
import type { Ledger } from '#lib/server/ledger/open.ts';
import { csv, exampleRow, office, usccOf, type Office } from './filer.ts';

/** What only a filed file can say, so that a place it must not be in can be searched for it. */
export const canary = '金丝雀用途说明';

/** Files a month of bank A's loans and signs it; a different amount makes a different file. */
export async function fileLoans(
	ledger: Ledger,
	period: string,
	yuan: number,
	rows = 40,
	dataset: Dataset = corpLoanStock
): Promise<number> {
	const example = { ...exampleRow(dataset), institutionCode: usccOf(1) };
	const { submission, state, findings } = await submitFile(ledger, consoleAsker, {
		dataset: dataset.id,
		institution: 'BKA',
		period,
		fileName: `loans-${period}.csv`,
		content: csv(
			dataset,
			Array.from({ length: rows }, (_, i) => ({
				...example,
				loanNo: `L${i}`,
				contractNo: `C${i}`,
				borrower: usccOf(100 + (i % 30)),
				balance: `${yuan + i}.00`,
				balanceCny: `${yuan + i}.00`,
				purpose: canary
			}))
		),
		explain: '本期数据已与业务部门逐笔核对属实',
		accept: true
	});
	if (state !== 'accepted') throw new Error(`not accepted: ${state} ${JSON.stringify(findings.slice(0, 3))}`);
	return submission;
}

/** A small ledger with three months of one bank's loans, the last of them filed twice. */
export async function filled(clock?: { now: string }): Promise<Office & { clock: { now: string } }> {
	const made = office(clock);
	await fileLoans(made.ledger, '2026-07', 1000);
	await fileLoans(made.ledger, '2026-08', 2000);
	await fileLoans(made.ledger, '2026-08', 2500);
	return made;
}

/** Every file in a folder, by its path below it. */
export const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => statSync(join(folder, name)).isFile())
		.sort();

/** Changes one byte of a file, and answers how to take that back. */
export function flipped(path: string, at: number): () => void {
	const bytes = readFileSync(path);
	const other = Buffer.from(bytes);
	other[at] = other[at]! ^ 0x10;
	writeFileSync(path, other);
	return () => writeFileSync(path, bytes);
}

/** Cuts a file off, and answers how to take that back. */
export function cut(path: string, length: number): () => void {
	const bytes = readFileSync(path);
	writeFileSync(path, bytes.subarray(0, length));
	return () => writeFileSync(path, bytes);
}

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
