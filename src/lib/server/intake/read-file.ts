import type { Dataset } from '#datasets/define.ts';
import type { FormHead } from './header.ts';
import { checkSizes } from './preflight.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile } from './problem.ts';
import type { RawRow, Totals } from './table.ts';
import { readCsv } from './csv-read.ts';
import { readDat, readDatArchive } from './dat-read.ts';
import { kindOf, refusal } from './kind.ts';
import { readXlsx } from './xlsx-read.ts';
import type { Source } from './zip.ts';
import { fileSource, zipEntries } from './zip.ts';

export type { RawRow } from './table.ts';
export type { SyntaxProblem } from './problem.ts';

/** A file as far as it was opened; the reader of each layout returns one. */
export interface OpenFile {
	readonly layout: 'xlsx' | 'csv' | 'dat' | null;
	/** Name of the data sheet of a workbook. */
	readonly sheet: string | null;
	/** Physical line of the header; `null` where the layout has none. */
	readonly headerLine: number | null;
	/** Column name → letters of a workbook's column, or position from 1 in text layouts. */
	readonly letters: Readonly<Record<string, string>>;
	/** What the header block or the hidden fingerprint says the file is. */
	readonly head: FormHead;
	/** Rows with content, some at a time, in physical order, cells in the order of the dataset's columns. Readable once. */
	readonly batches: AsyncIterable<readonly RawRow[]>;
	/** What reading found wrong. Complete once the rows are read to their end. */
	readonly problems: SyntaxProblem[];
	readonly totals: Readonly<Totals>;
	/** Where a cell stands, in the filer's own terms. */
	place(line: number | null, column: string | null): string;
}

export interface ReadFile extends OpenFile {
	readonly fileName: string;
	/** The rows of `batches`, one by one; read one or the other. */
	readonly rows: AsyncIterable<RawRow>;
	close(): void;
}

export interface ReadOptions {
	/** How much of the data was read, 0 to 1. */
	readonly onProgress: (share: number) => void;
	readonly mostRows: number;
}

/**
 * Opens a filed file by what it is, whatever it is called. What is wrong with it is a problem, never an exception;
 * rows end early if the rest cannot be trusted.
 */
export async function readFile(
	path: string,
	fileName: string,
	dataset: Dataset,
	options: Partial<ReadOptions> = {}
): Promise<ReadFile> {
	const source = fileSource(path);
	try {
		const opened = await open(source, fileName, dataset, { onProgress() {}, mostRows: 500_000, ...options });
		const batches = guarded(opened.batches, opened.problems);
		const head = { ...namedPeriod(fileName), ...opened.head };
		return { ...opened, head, fileName, batches, rows: singly(batches), close: () => source.close() };
	} catch (cause) {
		source.close();
		if (!(cause instanceof BadFile)) throw cause;
		return { ...closed(cause.problem()), fileName, rows: none(), close() {} };
	}
}

/** The period in the name that a template was downloaded under. */
function namedPeriod(fileName: string): FormHead {
	const period = /_(20\d{2}(?:-(?:0[1-9]|1[0-2])|Q[1-4]))(?=[_.\s(（]|$)/.exec(fileName)?.[1];
	return period ? { period } : {};
}

async function open(
	source: Source,
	fileName: string,
	dataset: Dataset,
	options: ReadOptions
): Promise<OpenFile> {
	const kind = kindOf(source);
	if (kind !== 'zip' && kind !== 'text') throw refusal(kind);
	if (kind === 'text') {
		return (await readDat(source, fileName, dataset, options)) ?? readCsv(source, dataset, options);
	}
	const entries = zipEntries(source);
	checkSizes(entries);
	const names = entries.map((entry) => entry.name.toLowerCase());
	if (names.some((name) => name.endsWith('.dat')))
		return readDatArchive(source, entries, fileName, dataset, options);
	if (names.includes('xl/workbook.bin')) throw refusal('xlsb');
	if (!names.includes('[content_types].xml') || !names.some((name) => /(^|\/)workbook\d*\.xml$/.test(name))) {
		throw refusal(names.includes('mimetype') ? 'ods' : 'archive');
	}
	return readXlsx(source, entries, dataset, options);
}

/** Rows until something makes the rest untrustworthy; that becomes a problem. */
async function* guarded(
	batches: AsyncIterable<readonly RawRow[]>,
	problems: SyntaxProblem[]
): AsyncGenerator<readonly RawRow[]> {
	try {
		for await (const batch of batches) yield batch;
	} catch (cause) {
		if (!(cause instanceof BadFile)) throw cause;
		problems.push(cause.problem());
	}
}

async function* singly(batches: AsyncIterable<readonly RawRow[]>): AsyncGenerator<RawRow> {
	for await (const batch of batches) for (const row of batch) yield row;
}

async function* none(): AsyncGenerator<never> {}

const closed = (problem: SyntaxProblem): OpenFile => ({
	layout: null,
	sheet: null,
	headerLine: null,
	letters: {},
	head: {},
	batches: none(),
	problems: [problem],
	totals: { rows: 0, blank: 0, firstLine: null, lastLine: null },
	place: () => '全表'
});
