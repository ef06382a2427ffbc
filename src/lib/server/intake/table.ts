import type { Dataset } from '#datasets/define.ts';
import type { RawCell } from '#datasets/read.ts';
import { letterOf } from './address.ts';
import type { FormHead, Mapping } from './header.ts';
import { enough, HeaderMatcher, headerProblems, readHead } from './header.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile, syntax } from './problem.ts';

/** A row as it stands in the file: cells by physical column, counted from 0. */
export interface PhysicalRow {
	readonly line: number;
	readonly cells: readonly (RawCell | null)[];
}

/** A row in the order of the dataset's columns, with its physical line. */
export interface RawRow {
	readonly line: number;
	readonly cells: readonly (RawCell | null)[];
}

/** The header found among the first rows, and what stood above it. */
export interface Header {
	readonly line: number;
	readonly mapping: Mapping;
	readonly head: FormHead;
	/** How many of the rows looked at belong to the header or stand above it. */
	readonly through: number;
}

/** The header may stand this far down. */
export const headerWithin = 40;

/** Finds the row that looks most like the dataset's header; `null` if none does. */
export function findHeader(dataset: Dataset, rows: readonly PhysicalRow[]): Header | null {
	const matcher = new HeaderMatcher(dataset);
	let best = -1;
	let mapping: Mapping | null = null;
	rows.forEach((row, index) => {
		const mapped = matcher.map(row.cells);
		if (mapped.matched >= enough(dataset) && mapped.matched > (mapping?.matched ?? 0))
			[best, mapping] = [index, mapped];
	});
	if (!mapping) return null;
	let through = best + 1;
	// A second header row, such as the English names under the Chinese ones.
	while (through < rows.length && matcher.map(rows[through]!.cells).matched >= enough(dataset)) through++;
	return {
		line: rows[best]!.line,
		mapping,
		head: readHead(rows.slice(0, best).map((row) => row.cells)),
		through
	};
}

/** Why a file without a recognisable header is not read. */
export function noHeader(dataset: Dataset): BadFile {
	const labels = Object.values(dataset.columns)
		.slice(0, 4)
		.map((column) => column.label);
	const remedy = `前 ${headerWithin} 行内须有一行列名（${labels.join('、')}……），请使用本期模板`;
	return new BadFile(`没有找到${dataset.label}的表头`, remedy, { check: syntax.header });
}

/** Rows that count, and where they stand. Grows while rows are read. */
export interface Totals {
	rows: number;
	blank: number;
	firstLine: number | null;
	lastLine: number | null;
}

/** Puts physical rows into the order of the dataset, counts blank lines, and reports content without a header. */
export class RowMapper {
	readonly totals: Totals = { rows: 0, blank: 0, firstLine: null, lastLine: null };
	readonly #physical: readonly number[];
	readonly #known: ReadonlySet<number>;
	readonly #reported = new Set<number>();
	readonly #problems: SyntaxProblem[];
	readonly #where: (physical: number, line: number) => string;
	readonly #width: number;

	constructor(
		mapping: Mapping,
		problems: SyntaxProblem[],
		where: (physical: number, line: number) => string
	) {
		this.#physical = mapping.physical;
		this.#known = new Set([
			...mapping.physical,
			...mapping.unknown.map(([physical]) => physical),
			...mapping.twice.map(([, physical]) => physical)
		]);
		this.#width = Math.max(...mapping.physical) + 1;
		this.#problems = problems;
		this.#where = where;
	}

	/** The row in order, or `null` if it is blank. */
	map(row: PhysicalRow): RawRow | null {
		const { cells } = row;
		const ordered = new Array<RawCell | null>(this.#physical.length);
		let filled = 0;
		for (let i = 0; i < ordered.length; i++) {
			const cell = cells[this.#physical[i]!] ?? null;
			ordered[i] = cell;
			if (
				cell !== null &&
				(filled > 0 || cell.kind !== 'text' || cell.formula !== undefined || /\S/.test(cell.text))
			)
				filled++;
		}
		if (cells.length !== filled) this.#lookAside(row);
		if (filled === 0) {
			this.totals.blank++;
			return null;
		}
		this.totals.rows++;
		this.totals.firstLine ??= row.line;
		this.totals.lastLine = row.line;
		return { line: row.line, cells: ordered };
	}

	/** Content in a column without a header would be lost silently: it is said once per column. */
	#lookAside({ cells, line }: PhysicalRow): void {
		for (let physical = 0; physical < cells.length; physical++) {
			if (physical < this.#width && this.#known.has(physical)) continue;
			const cell = cells[physical];
			if (!cell || this.#known.has(physical) || this.#reported.has(physical) || !cell.text.trim()) continue;
			this.#reported.add(physical);
			this.#problems.push({
				check: syntax.unknownColumn,
				line,
				column: null,
				where: this.#where(physical, line),
				seen: cell.text.slice(0, 200),
				message: `${letterOf(physical + 1)} 列有内容，但没有列名`,
				remedy: '请删去该列内容，或在表头行写明列名'
			});
		}
	}
}

/** What a header alone says is wrong. */
export const problemsOf = (
	dataset: Dataset,
	header: Header,
	where: (physical: number) => string
): SyntaxProblem[] => headerProblems(dataset, header.mapping, header.line, where);
