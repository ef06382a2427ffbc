/** Reads damaged files by their seeds, `book` or `dat`, in a process that may be killed; says what became of each. */
import { barRows, mutatedDat, soundDat } from '../fixtures/mutated-dat.ts';
import {
	allReadable,
	mutatedBook,
	ourRows,
	sheetNamed,
	soundBook,
	theirRows
} from '../fixtures/mutated-book.ts';
import { loanForm } from '../fixtures/loan-form.ts';
import { plainRows } from '../fixtures/plain-book.ts';
import { readBytes } from '../fixtures/read-bytes.ts';
import type { RawRow } from '#lib/server/intake/table.ts';

/** What the parent hears: a file is begun, and what was wrong with how it was taken; `accepted` if nothing was found. */
export type Said = { readonly seed: number; readonly wrong?: string; readonly accepted?: boolean };

const [kind, from, to] = process.argv.slice(2) as [string, string, string];
const say = (said: Said): void => void process.send?.(said);

const fields = (rows: readonly RawRow[]): string[] =>
	rows.map(({ line, cells }) => `${line} ${cells.map((cell) => cell?.text ?? '').join('|')}`);

/** What a sound reader may have understood: one of these, or nothing at all. */
async function book(seed: number) {
	const { what, bytes } = mutatedBook(seed);
	const read = await readBytes(bytes, 'a.xlsx', loanForm);
	const sound = ourRows((await readBytes(soundBook(), 'a.xlsx', loanForm)).rows);
	const theirs = plainRows(bytes, sheetNamed);
	const other = typeof theirs === 'string' ? null : theirRows(theirs);
	return { what, ...read, ours: ourRows(read.rows), right: other ? [sound, other] : [sound] };
}

async function dat(seed: number) {
	const { what, bytes, bare } = mutatedDat(seed);
	const read = await readBytes(bytes, '91110102MA0123453G_CSDK_20260930.dat', loanForm);
	return { what, ...read, ours: fields(read.rows), right: [bare ? barRows(bare.toString()) : soundDat.rows] };
}

for (let seed = Number(from); seed < Number(to); seed++) {
	say({ seed });
	try {
		const { what, file, rows, ours, right } = await (kind === 'book' ? book : dat)(seed);
		const found = file.problems.length > 0 || !allReadable(rows);
		const same = right.some((one) => one.join('\n') === ours.join('\n'));
		const unsaid = file.problems.some(({ message, remedy, where }) => !message || !remedy || !where);
		if (unsaid) say({ seed, wrong: `${what}: a finding without place, reason or remedy` });
		else if (!found && !same) say({ seed, wrong: `${what}: taken wrongly` });
		else say({ seed, accepted: !found });
	} catch (cause) {
		say({ seed, wrong: `threw ${(cause as Error).stack}` });
	}
}
process.disconnect?.();
