import type { Column, Dataset } from '#datasets/define.ts';
import { isRequired } from '#datasets/define.ts';
import type { RawCell } from '#datasets/read.ts';
import type { SyntaxProblem } from './problem.ts';
import { syntax } from './problem.ts';

/** What the header block above the table, or the hidden fingerprint, says the file is. Texts as written. */
export interface FormHead {
	readonly form?: string;
	readonly version?: string;
	readonly institution?: string;
	readonly period?: string;
	readonly dueOn?: string;
	readonly nonce?: string;
}

/** Which physical column holds which column of the dataset. */
export interface Mapping {
	/** Physical columns from 0, in the order of the dataset; −1 where the file has none. */
	readonly physical: readonly number[];
	/** How many columns of the dataset were recognised. */
	readonly matched: number;
	/** Physical columns whose header says nothing to us, and what it says. */
	readonly unknown: readonly (readonly [physical: number, header: string])[];
	/** Columns given twice: dataset position and the second physical column. */
	readonly twice: readonly (readonly [position: number, physical: number])[];
	/** Columns whose header names another unit than the form's. */
	readonly units: readonly (readonly [position: number, header: string])[];
}

/** The unit a column is filed in, as its header shows it. */
export const unitOf = (column: Column): string | null =>
	({ money: '元', usd: '美元', rate: '%' })[column.kind as string] ?? null;

/** The header of a column in a template: name and unit. */
export const headerOf = (column: Column): string => {
	const unit = unitOf(column);
	return unit && !/[（(]/.test(column.label) ? `${column.label}（${unit}）` : column.label;
};

/** A header without what people add to it: spaces, line breaks, a required mark. */
const bare = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/[\s\u200b-\u200f\ufeff*]/g, '')
		.toLowerCase();
const trailingUnit = /\(([^()]*)\)$/;

/** Recognises headers of one dataset: label, aliases and English name, with or without the unit. */
export class HeaderMatcher {
	readonly #byText = new Map<string, number>();
	readonly #columns: readonly Column[];

	constructor(dataset: Dataset) {
		const entries = Object.entries(dataset.columns);
		this.#columns = entries.map(([, column]) => column);
		// Own labels win over another column's alias.
		for (const pick of [
			([, column]: [string, Column]) => [column.label, headerOf(column)],
			([name]: [string, Column]) => [name],
			([, column]: [string, Column]) => column.aliases ?? []
		]) {
			entries.forEach((entry, position) => {
				for (const text of pick(entry))
					if (!this.#byText.has(bare(text))) this.#byText.set(bare(text), position);
			});
		}
	}

	/** The dataset position of a header, and the unit it names where that is not the column's own. */
	position(header: string): { position: number; otherUnit: boolean } | null {
		const text = bare(header);
		const exact = this.#byText.get(text);
		if (exact !== undefined) return { position: exact, otherUnit: false };
		const unit = trailingUnit.exec(text)?.[1];
		const position = unit === undefined ? undefined : this.#byText.get(text.replace(trailingUnit, ''));
		if (position === undefined) return null;
		const own = unitOf(this.#columns[position]!);
		const otherUnit = own !== null && unit !== bare(own) && /元|%|‰|bp|万|亿|千|百/.test(unit!);
		return { position, otherUnit };
	}

	/** Reads a row as a header. */
	map(cells: readonly (RawCell | null)[]): Mapping {
		const physical = this.#columns.map(() => -1);
		const unknown: [number, string][] = [];
		const twice: [number, number][] = [];
		const units: [number, string][] = [];
		let matched = 0;
		cells.forEach((cell, column) => {
			if (!cell || !cell.text.trim()) return;
			const found = this.position(cell.text);
			if (!found) unknown.push([column, cell.text.trim()]);
			else if (physical[found.position]! >= 0) twice.push([found.position, column]);
			else {
				physical[found.position] = column;
				matched++;
				if (found.otherUnit) units.push([found.position, cell.text.trim()]);
			}
		});
		return { physical, matched, unknown, twice, units };
	}
}

/** How many recognised columns make a row a header. */
export const enough = (dataset: Dataset): number => Math.min(3, Object.keys(dataset.columns).length);

/** What is wrong with a header: missing required columns, unknown ones, one given twice, another unit. */
export function headerProblems(
	dataset: Dataset,
	mapping: Mapping,
	line: number,
	where: (physical: number) => string
): SyntaxProblem[] {
	const columns = Object.entries(dataset.columns);
	const problems: SyntaxProblem[] = [];
	const add = (
		check: string,
		column: string | null,
		place: string,
		seen: string | null,
		message: string,
		remedy: string
	) => problems.push({ check, line, column, where: place, seen, message, remedy });
	columns.forEach(([name, column], position) => {
		if (mapping.physical[position]! >= 0 || !isRequired(column)) return;
		add(
			syntax.header,
			name,
			`第${line}行`,
			null,
			`缺少必填列“${column.label}”`,
			`请在表头第 ${line} 行补上“${headerOf(column)}”列，或使用本期模板`
		);
	});
	for (const [physical, header] of mapping.unknown) {
		add(
			syntax.unknownColumn,
			null,
			where(physical),
			header,
			`“${header}”不是${dataset.label}的列`,
			'请删去该列，或改成模板中的列名'
		);
	}
	for (const [position, physical] of mapping.twice) {
		const [name, column] = columns[position]!;
		add(
			syntax.unknownColumn,
			name,
			where(physical),
			column.label,
			`“${column.label}”列出现了两次`,
			'请只保留一列'
		);
	}
	for (const [position, header] of mapping.units) {
		const [name, column] = columns[position]!;
		const unit = unitOf(column);
		add(
			syntax.header,
			name,
			where(mapping.physical[position]!),
			header,
			`“${column.label}”的单位应为${unit}`,
			`请把该列数值换算成${unit}，表头改为“${headerOf(column)}”`
		);
	}
	return problems;
}

/** What each name in a header block is called. */
export const headLabels: Readonly<Record<keyof FormHead, string>> = {
	form: '报表',
	version: '版本',
	institution: '机构',
	period: '期间',
	dueOn: '报送期限',
	nonce: '编号'
};
const headKeys: ReadonlyMap<string, keyof FormHead> = new Map([
	...Object.entries(headLabels).map(([key, label]) => [label, key as keyof FormHead] as const),
	['报表名称', 'form'],
	['报送机构', 'institution'],
	['机构名称', 'institution'],
	['填报机构', 'institution'],
	['报送期间', 'period'],
	['报表期间', 'period'],
	['数据期间', 'period'],
	['截止日期', 'dueOn'],
	['模板版本', 'version']
]);

/** Finds names of the header block and the cell after each, or `机构：某某` in one cell. */
export function readHead(rows: readonly (readonly (RawCell | null)[])[]): FormHead {
	const head: { -readonly [K in keyof FormHead]: FormHead[K] } = {};
	for (const cells of rows) {
		const filled = cells.filter((cell): cell is RawCell => Boolean(cell?.text.trim()));
		filled.forEach((cell, at) => {
			const [name, inline] = cell.text.trim().split(/[:：](.*)/s, 2);
			const key = headKeys.get(name!.replace(/\s/g, ''));
			const value = inline?.trim() || filled[at + 1]?.text.trim();
			if (key && value && head[key] === undefined) head[key] = value;
		});
	}
	return head;
}
