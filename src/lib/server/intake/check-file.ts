import { checks } from '#checks/index.ts';
import type { Placed } from '#checks/define.ts';
import type { Dataset } from '#datasets/define.ts';
import type { ReadingNote } from './check-cell.ts';
import { contradictions } from './check-head.ts';
import { fileChecks, RowChecker, type Found, type Sink } from './check-rows.ts';
import type { LedgerContext } from './context.ts';
import { readFile } from './read-file.ts';
import type { SyntaxProblem } from './problem.ts';

/** What checking a file came to, beside its rows and findings. */
export interface Checked {
	readonly layout: string | null;
	readonly sheet: string | null;
	readonly headerLine: number | null;
	readonly firstLine: number | null;
	readonly lastLine: number | null;
	readonly letters: Readonly<Record<string, string>>;
	readonly rows: number;
	readonly notes: readonly ReadingNote[];
	/** Whether checks over the whole file ran: they need every cell to be readable. */
	readonly whole: boolean;
}

/** Keeps rows that are too many to be held at hand. */
export interface LongSink extends Sink {
	/** The rows taken so far, read as they are looked at. */
	readBack(): readonly Placed[];
	/** Frees what was read; rows may be looked at again. */
	letGo(): void;
}

/** Rows kept at hand for checks over the file; longer files are read back from the ledger. */
const atHand = 50_000;

const asFound = (problem: SyntaxProblem): Found => ({
	check: problem.check,
	severity: checks.get(problem.check)?.severity ?? 'syntax',
	where: problem.where,
	line: problem.line,
	columns: problem.column === null ? [] : [problem.column],
	seen: problem.seen,
	message: problem.message,
	remedy: problem.remedy,
	weight: 0
});

/**
 * Reads a file and runs every check in force on it; rows and findings go to the sink as they come. Where a cell could
 * not be read, checks over the file speak of the rows that were read, if what they say of a row holds by itself.
 */
export async function checkFile(
	path: string,
	fileName: string,
	dataset: Dataset,
	context: LedgerContext,
	sink: LongSink,
	onProgress: (percent: number) => void = () => {}
): Promise<Checked> {
	const file = await readFile(path, fileName, dataset, {
		onProgress: (share) => onProgress(Math.floor(share * 90))
	});
	try {
		const checker = new RowChecker(dataset, context, sink, file.place);
		const contradicted = contradictions(file.head, dataset, context.institution, context.period);
		checker.foreign = contradicted.some(({ of }) => of === 'institution');
		// What the file says it is decides before any row is looked at: none of another filing's rows is kept.
		const head = contradicted.map((one) =>
			asFound({ ...one, line: null, column: null, where: file.place(null, null) })
		);
		for (const one of head) sink.finding(one);
		const whole = fileChecks(dataset, context.period);
		let placed: Placed[] | null = whole.length ? [] : null;
		for await (const batch of file.batches) {
			for (const { line, cells } of batch) {
				const row = checker.take(line, cells);
				if (placed && checker.wholeRow) placed.push({ row, line });
			}
			if (placed && placed.length > atHand) placed = null;
		}
		checker.endRows();
		const told = file.problems.map(asFound);
		for (const one of told) sink.finding(one);
		onProgress(90);
		const judged = checker.readable && ![...head, ...told].some((one) => one.severity === 'syntax');
		const due = judged ? whole : placed ? whole.filter((check) => check.eachRow) : [];
		if (due.length) {
			const rows = placed ?? sink.readBack();
			due.forEach((check, at) => {
				if (check.needs && !check.needs.every((of) => context.has(of))) return;
				checker.checkFile(check, rows);
				sink.letGo();
				onProgress(90 + Math.floor((9 * (at + 1)) / due.length));
			});
		}
		return {
			layout: file.layout,
			sheet: file.sheet,
			headerLine: file.headerLine,
			firstLine: file.totals.firstLine,
			lastLine: file.totals.lastLine,
			letters: file.letters,
			rows: checker.rows,
			notes: checker.cells.notes(),
			whole: judged
		};
	} finally {
		file.close();
	}
}
