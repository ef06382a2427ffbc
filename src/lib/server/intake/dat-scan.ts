import type { Column, Dataset } from '#datasets/define.ts';
import type { RawCell } from '#datasets/read.ts';
import { linePlace } from './address.ts';
import { HeaderMatcher } from './header.ts';
import type { SyntaxProblem } from './problem.ts';
import { BadFile, syntax } from './problem.ts';
import type { RawRow, Totals } from './table.ts';

/** After this many misshapen lines or fields the rest is not worth reading. */
const mostFaults = 1000;

/** What the layout asks of the form of a field, and how to say so; `null` where any text will do. */
function formOf(column: Column): { holds: (text: string) => boolean; rule: string } | null {
	const written = (form: RegExp, rule: string) => ({ holds: (text: string) => form.test(text), rule });
	const whole = written(/^-?(?:0|[1-9]\d*)$/, '须为整数');
	const decimals = (places: number) =>
		written(new RegExp(`^-?(?:0|[1-9]\\d*)\\.\\d{${places}}$`), `须带 ${places} 位小数`);
	switch (column.kind) {
		case 'money':
		case 'usd':
			return decimals(2);
		case 'rate':
			return decimals(5);
		case 'dec':
			return column.places ? decimals(column.places) : whole;
		case 'int':
			return whole;
		case 'date':
			return written(/^\d{4}-\d{2}-\d{2}$/, '须写成 YYYY-MM-DD');
		default:
			return null;
	}
}

/** Splits lines of bars into rows. A field that repeats the one above it shares its cell. */
export class DatScanner {
	line = 1;
	readonly #dataset: Dataset;
	readonly #names: readonly string[];
	readonly #forms: readonly ReturnType<typeof formOf>[];
	readonly #above: (RawCell | null)[];
	readonly #problems: SyntaxProblem[];
	readonly #totals: Totals;
	#faults = 0;

	constructor(dataset: Dataset, problems: SyntaxProblem[], totals: Totals) {
		this.#dataset = dataset;
		this.#names = Object.keys(dataset.columns);
		this.#forms = Object.values(dataset.columns).map(formOf);
		this.#above = this.#names.map(() => null);
		this.#problems = problems;
		this.#totals = totals;
	}

	/** The rows of whole lines. */
	feed(text: string): RawRow[] {
		const rows: RawRow[] = [];
		let start = this.line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
		while (start < text.length) {
			let end = text.indexOf('\n', start);
			if (end < 0) end = text.length;
			const next = end + 1;
			if (end > start && text.charCodeAt(end - 1) === 13) end--;
			if (end === start) this.#totals.blank++;
			else this.#row(text, start, end, rows);
			this.line++;
			start = next;
		}
		return rows;
	}

	#row(text: string, from: number, to: number, rows: RawRow[]): void {
		if (this.line === 1 && this.#isHeader(text.slice(from, to))) return;
		const count = this.#names.length;
		const cells = new Array<RawCell | null>(count);
		let at = from;
		let field = 0;
		for (; at <= to; field++) {
			let end = text.indexOf('|', at);
			if (end < 0 || end > to) end = to;
			if (field < count) cells[field] = at === end ? null : this.#cell(text, at, end, field);
			at = end + 1;
		}
		if (field !== count) {
			this.#fault(
				null,
				null,
				`${field} 个字段`,
				`第 ${this.line} 行有 ${field} 个字段，应为 ${count} 个`,
				'字段以 | 分隔，空字段两条竖线之间不留内容；内容里不得有 | 或换行'
			);
			this.#totals.rows++;
			return;
		}
		this.#totals.rows++;
		this.#totals.firstLine ??= this.line;
		this.#totals.lastLine = this.line;
		rows.push({ line: this.line, cells });
	}

	#cell(text: string, from: number, to: number, field: number): RawCell {
		const above = this.#above[field];
		if (above && above.text.length === to - from && sameText(text, from, above.text)) return above;
		const slice = text.slice(from, to);
		const form = this.#forms[field];
		if (form && !form.holds(slice)) {
			const label = Object.values(this.#dataset.columns)[field]!.label;
			this.#fault(
				this.#names[field]!,
				field + 1,
				slice.slice(0, 200),
				`${label}${form.rule}`,
				`请按规范写法导出，不带空格、千位分隔符、正号和多余的零，现为 ${slice.slice(0, 40)}`
			);
		}
		return (this.#above[field] = { kind: 'text', text: slice });
	}

	#isHeader(line: string): boolean {
		const mapping = new HeaderMatcher(this.#dataset).map(
			line.split('|').map((text) => ({ kind: 'text', text }))
		);
		if (mapping.matched < 3) return false;
		this.#fault(null, null, line.slice(0, 100), '.dat 不应有表头行', '请删去第 1 行，第一行即为数据');
		this.#totals.blank++;
		return true;
	}

	#fault(
		column: string | null,
		position: number | null,
		seen: string,
		message: string,
		remedy: string
	): void {
		const where = linePlace(this.line, position, '字段');
		this.#problems.push({ check: syntax.structure, line: this.line, column, where, seen, message, remedy });
		if (++this.#faults >= mostFaults) {
			throw new BadFile(`格式不符之处超过 ${mostFaults} 处，已停止读取`, '请检查导出程序的字段顺序和格式', {
				check: syntax.structure,
				line: this.line,
				where
			});
		}
	}
}

/** Whether `what` stands at `from`; most fields that differ do so at an end. */
function sameText(text: string, from: number, what: string): boolean {
	for (let at = what.length - 1; at >= 0; at--)
		if (text.charCodeAt(from + at) !== what.charCodeAt(at)) return false;
	return true;
}
