import { blocks } from '#checks/define.ts';
import { checks } from '#checks/index.ts';
import type { Dataset, Values } from '#datasets/define.ts';
import { blankRows } from '#lib/server/ledger/facts.ts';
import { CellReader } from './check-cell.ts';
import { readFile } from './read-file.ts';

/** Why a file that was read once cannot be read again, in a sentence. */
export class Unread extends Error {}

/** Reads a kept file anew by the reader and normaliser of intake, and nothing else: rows as they were taken in. */
export async function reread(
	path: string,
	fileName: string,
	dataset: Dataset,
	take: (line: number, row: Values) => void
): Promise<void> {
	const file = await readFile(path, fileName, dataset);
	try {
		const names = Object.keys(dataset.columns);
		const blank = blankRows(dataset);
		const reader = new CellReader(dataset);
		for await (const batch of file.batches)
			for (const { line, cells } of batch) {
				const row = blank();
				names.forEach((name, at) => {
					const read = reader.read(at, cells[at] ?? null, line);
					if ('check' in read) throw new Unread(`${file.place(line, name)}：${read.message}`);
					if (read.value !== null) row[name] = read.value;
				});
				take(line, row);
			}
		const problem = file.problems.find(({ check }) => blocks(checks.get(check)?.severity ?? 'syntax'));
		if (problem) throw new Unread(`${problem.where}：${problem.message}`);
	} finally {
		file.close();
	}
}
