import { checks } from '#checks/index.ts';
import type { Check, CheckContext, Failing, FileCheck, Placed, RowCheck, Severity } from '#checks/define.ts';
import { lastMonth, type Period } from '#core/period.ts';
import type { Column, Dataset, Values } from '#datasets/define.ts';
import type { RawCell } from '#datasets/read.ts';
import { blankRows } from '#lib/server/ledger/facts.ts';
import { CellReader } from './check-cell.ts';
import { show } from './check-show.ts';

/** 校验结果 before it is kept. */
export interface Found {
	readonly check: string;
	readonly severity: Severity;
	/** Where in the filer's own file. */
	readonly where: string;
	readonly line: number | null;
	/** Column names; the first is the one to click. */
	readonly columns: readonly string[];
	readonly seen: string | null;
	readonly message: string;
	readonly remedy: string;
	/** Absolute amount of the row in 分. */
	readonly weight: number;
}

/** Where checked rows and what is wrong with them go. */
export interface Sink {
	row(line: number, row: Values): void;
	finding(found: Found): void;
}

/** The ids of the checks that this file itself reports. */
const own = { duplicate: 'S03', filer: 'S04' } as const;

/** Whether a check applies to a period: it is in force in the period's last month. */
export function applies(check: { from: Period; until?: Period }, period: Period): boolean {
	const at = lastMonth(period);
	return lastMonth(check.from) <= at && (check.until === undefined || at <= lastMonth(check.until));
}

const over = <K extends Check['over']>(dataset: Dataset, period: Period, kind: K) =>
	[...checks.values()].filter(
		(check) =>
			check.over === kind &&
			applies(check, period) &&
			(check.over === 'syntax' || (check.datasets as readonly Dataset[]).some((one) => one.id === dataset.id))
	);

/** The checks over whole files of a dataset in a period. */
export const fileChecks = (dataset: Dataset, period: Period): FileCheck[] =>
	over(dataset, period, 'file') as unknown as FileCheck[];

/** Severity and texts of a check of reading; a check nobody declared is of syntax. */
const syntaxOf = (id: string): { severity: Severity; message: string; remedy: string } =>
	checks.get(id) ?? { severity: 'syntax', message: '', remedy: '' };

interface Prepared {
	readonly check: RowCheck;
	readonly at: readonly number[];
}

/** Reads rows of one file and runs the checks of single rows, keys and filers on each. */
export class RowChecker {
	readonly dataset: Dataset;
	/** Whether every cell was read, once, for one filer, so that the file as a whole can be judged. */
	readable = true;
	rows = 0;
	/** Whether every cell of the row taken last was read. */
	wholeRow = true;
	/** The file says that it is another institution's: its rows are counted, not each reported. */
	foreign = false;
	#foreign: { line: number; seen: string; rows: number } | null = null;
	readonly cells: CellReader;
	readonly #context: CheckContext & { institution: { readonly code14: string | null } };
	readonly #sink: Sink;
	readonly #place: (line: number | null, column: string | null) => string;
	readonly #names: readonly string[];
	readonly #columns: readonly Column[];
	readonly #key: readonly number[];
	readonly #filer: number;
	readonly #money: readonly number[];
	readonly #checks: readonly Prepared[];
	readonly #seenKeys = new Map<string, number>();
	readonly #bad: Uint8Array;
	readonly #blank: () => Record<string, Values[string]>;

	constructor(
		dataset: Dataset,
		context: CheckContext & { institution: { readonly code14: string | null } },
		sink: Sink,
		place: (line: number | null, column: string | null) => string
	) {
		this.dataset = dataset;
		this.#context = context;
		this.#sink = sink;
		this.#place = place;
		this.#names = Object.keys(dataset.columns);
		this.#columns = Object.values(dataset.columns);
		this.#key = dataset.key.map((name) => this.#names.indexOf(name));
		this.#filer = dataset.filerColumn ? this.#names.indexOf(dataset.filerColumn) : -1;
		this.#money = this.#columns.flatMap((column, at) => (column.kind === 'money' ? [at] : []));
		this.#checks = (over(dataset, context.period, 'row') as unknown as RowCheck[]).map((check) => ({
			check,
			at: check.at.map((name) => this.#names.indexOf(name))
		}));
		this.#blank = blankRows(dataset);
		this.#bad = new Uint8Array(this.#names.length);
		this.cells = new CellReader(dataset);
	}

	/** Takes the next row of the file; what it means goes to the sink with everything wrong in it. */
	take(line: number, raw: readonly (RawCell | null)[]): Values {
		const row = this.#blank();
		const bad = this.#bad.fill(0);
		this.wholeRow = true;
		for (let at = 0; at < this.#names.length; at += 1) {
			const cell = raw[at] ?? null;
			const read = this.cells.read(at, cell, line);
			if ('check' in read) {
				bad[at] = 1;
				this.wholeRow = false;
				this.readable = false;
				this.#say(syntaxOf(read.check), read.check, line, [at], cell?.text ?? null, 0, read);
			} else if (read.value !== null) row[this.#names[at]!] = read.value;
		}
		this.rows += 1;
		const weight = this.#weightOf(row);
		this.#checkKey(line, row, bad, weight);
		this.#checkFiler(line, row, bad, weight);
		for (const { check, at } of this.#checks) this.#run(check, at, line, row, bad, raw, weight);
		this.#sink.row(line, row);
		return row;
	}

	#weightOf(row: Values): number {
		let weight = 0;
		for (const at of this.#money) {
			const amount = row[this.#names[at]!];
			if (typeof amount === 'number' && Math.abs(amount) > weight) weight = Math.abs(amount);
		}
		return weight;
	}

	#checkKey(line: number, row: Values, bad: Uint8Array, weight: number): void {
		if (this.#key.some((at) => bad[at])) return;
		// Joined, so that the text is its own: a cell's may be a part of its whole line, which would stay with it.
		const key = [...this.#key.map((at) => row[this.#names[at]!]), ''].join('\u0001');
		const first = this.#seenKeys.get(key);
		if (first === undefined) {
			this.#seenKeys.set(key, line);
			return;
		}
		const labels = this.#key.map((at) => this.#columns[at]!.label).join('、');
		this.#say(syntaxOf(own.duplicate), own.duplicate, line, this.#key, this.#shown(row, this.#key), weight, {
			message: `${labels}与第 ${first} 行重复`,
			remedy: `同一${labels}只能有一行，请删去重复行，或改正其中一行`
		});
	}

	#checkFiler(line: number, row: Values, bad: Uint8Array, weight: number): void {
		if (this.#filer < 0 || bad[this.#filer]) return;
		const { uscc, code14, name } = this.#context.institution;
		const seen = row[this.#names[this.#filer]!];
		if (seen === uscc || (code14 && seen === code14)) return;
		if (this.foreign) {
			this.#foreign ??= { line, seen: String(seen), rows: 0 };
			this.#foreign.rows += 1;
			return;
		}
		this.#say(syntaxOf(own.filer), own.filer, line, [this.#filer], String(seen), weight, {
			message: `${this.#columns[this.#filer]!.label}不是报送机构（${name}）的代码`,
			remedy: `应为 ${uscc}；一个文件只能有一家机构的数据`
		});
	}

	/** After the last row: says once how many rows of a file that is another institution's are not the filer's. */
	endRows(): void {
		this.#seenKeys.clear();
		if (!this.#foreign) return;
		const { line, seen, rows } = this.#foreign;
		const { uscc, name } = this.#context.institution;
		this.#say(syntaxOf(own.filer), own.filer, line, [this.#filer], seen, 0, {
			message: `${this.#columns[this.#filer]!.label}不是报送机构（${name}）的代码，共 ${rows} 行，自第 ${line} 行起`,
			remedy: `应为 ${uscc}；请确认所选的机构和文件`
		});
	}

	#run(
		check: RowCheck,
		at: readonly number[],
		line: number,
		row: Values,
		bad: Uint8Array,
		raw: readonly (RawCell | null)[],
		weight: number
	): void {
		for (const column of at) {
			if (bad[column]) return;
			if (!check.empty && row[this.#names[column]!] === null) return;
		}
		const held = check.holds(row as never, this.#context);
		if (held === true) return;
		const said = held === false ? {} : held;
		const only = raw[at[0]!];
		// One cell is shown as it was written; a date the workbook counts in days, as a date.
		const asWritten = at.length === 1 && only?.kind !== 'date-number';
		const seen = asWritten ? (only?.text ?? null) : this.#shown(row, at);
		this.#say(check, check.id, line, at, said.seen ?? seen, weight, said);
	}

	/** Several values of a row with their labels. */
	#shown(row: Values, at: readonly number[]): string {
		if (at.length === 1) return show(this.#columns[at[0]!]!, row[this.#names[at[0]!]!] ?? null);
		return at
			.map(
				(one) => `${this.#columns[one]!.label}：${show(this.#columns[one]!, row[this.#names[one]!] ?? null)}`
			)
			.join('；');
	}

	#say(
		check: { severity: Severity; message: string; remedy: string },
		id: string,
		line: number | null,
		at: readonly number[],
		seen: string | null,
		weight: number,
		said: { message?: string; remedy?: string }
	): void {
		if (check.severity === 'syntax') this.readable = false;
		this.#sink.finding({
			check: id,
			severity: check.severity,
			where: this.#place(line, at.length ? this.#names[at[0]!]! : null),
			line,
			columns: at.map((one) => this.#names[one]!),
			seen: seen === null ? null : seen.slice(0, 500),
			message: said.message ?? check.message,
			remedy: said.remedy ?? check.remedy,
			weight
		});
	}

	/** Runs one check over all rows of the file. */
	checkFile(check: FileCheck, rows: readonly Placed[]): void {
		const byLine = new Map<number, Values>();
		for (const failing of check.find(rows as never, this.#context) as Iterable<Failing>) {
			if (failing.line !== null && !byLine.size) for (const one of rows) byLine.set(one.line, one.row);
			const row = failing.line === null ? undefined : byLine.get(failing.line);
			const at = failing.at.map((name) => this.#names.indexOf(name)).filter((one) => one >= 0);
			const seen = failing.seen ?? (row && at.length ? this.#shown(row, at) : null);
			this.#say(check, check.id, failing.line, at, seen, row ? this.#weightOf(row) : 0, failing);
		}
	}
}
