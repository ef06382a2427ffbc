import { isRequired, type Column } from './define.ts';
import { codeReader, codesReader, flagReader } from './reading/code.ts';
import { dateReader, periodReader } from './reading/date.ts';
import { numberReader } from './reading/number.ts';
import { textReader, usccReader } from './reading/text.ts';

/** A cell as a file gives it, before any meaning: one per field, `null` where a row has no such cell. */
export interface RawCell {
	/** `date-number` is an Excel serial in a cell formatted as a date. */
	readonly kind: 'text' | 'number' | 'boolean' | 'error' | 'date-number';
	/** What the file holds: the text, the number as written in the file, `true`/`false`, `#DIV/0!`. */
	readonly text: string;
	/** The workbook counts dates from 1904. */
	readonly date1904?: boolean;
	/** The formula, if the cell has one. */
	readonly formula?: string;
	/** False when a formula was stored without a computed value. */
	readonly hasValue?: boolean;
}

/** What a cell means, with the form it was written in if that was not the normal one. */
export interface ReadValue {
	readonly value: string | number | boolean | readonly string[] | null;
	readonly normalisedFrom?: string;
}

/** Why a cell cannot be read: the check that says so, and how to mend it. */
export interface Unreadable {
	readonly check: string;
	readonly message: string;
	readonly remedy: string;
}

/** Reads a filled cell of one column. */
export type Reader = (raw: RawCell) => ReadValue | Unreadable;

export const isUnreadable = (read: ReadValue | Unreadable): read is Unreadable => 'check' in read;

const empty: ReadValue = Object.freeze({ value: null });
const missing: Unreadable = Object.freeze({ check: 'S08', message: '必填项为空', remedy: '请填写' });

function readerOfKind(column: Column): Reader {
	switch (column.kind) {
		case 'text':
		case 'ref':
			return textReader(column);
		case 'uscc':
			return usccReader();
		case 'code':
			return codeReader(column);
		case 'codes':
			return codesReader(column);
		case 'flag':
			return flagReader();
		case 'date':
			return dateReader();
		case 'period':
			return periodReader();
		case 'money':
		case 'usd':
			return numberReader(2, '金额');
		case 'rate':
			return numberReader(5, '利率');
		case 'int':
			return numberReader(0, '整数');
		case 'dec':
			return numberReader(column.places ?? 0, '数值');
	}
}

/** Cells written the same way mean the same; what was read is kept for so many different texts of a column. */
const kept = 4096;
const remembered = new Set<Column['kind']>([
	'code',
	'codes',
	'flag',
	'date',
	'period',
	'uscc',
	'rate',
	'int'
]);

function remembering(column: Column, read: Reader): Reader {
	if (!remembered.has(column.kind)) return read;
	const known = new Map<string, ReadValue | Unreadable>();
	return (raw) => {
		if (raw.kind !== 'text') return read(raw);
		const found = known.get(raw.text);
		if (found) return found;
		const fresh = read(raw);
		if (known.size >= kept) known.clear();
		known.set(raw.text, fresh);
		return fresh;
	};
}

const unsafe = /\b(WEBSERVICE|RTD|CALL|REGISTER|FILTERXML)\s*\(|\[\d+\]|\|'/i;

/** The cached value of a formula, if it has one and depends on nothing outside the workbook. */
function formulaFault(raw: RawCell): Unreadable | null {
	if (raw.hasValue === false) {
		return {
			check: 'S14',
			message: '公式没有计算结果',
			remedy: '请在表格软件中重新计算并保存，或粘贴为数值'
		};
	}
	if (unsafe.test(raw.formula!)) {
		return { check: 'S14', message: '公式引用了工作簿以外的内容', remedy: '请粘贴为数值' };
	}
	return null;
}

function compile(column: Column): (raw: RawCell | null) => ReadValue | Unreadable {
	const read = remembering(column, readerOfKind(column));
	const none = isRequired(column) ? missing : empty;
	return (raw) => {
		if (raw === null) return none;
		if (raw.formula !== undefined) {
			const fault = formulaFault(raw);
			if (fault) return fault;
		}
		if (raw.kind === 'error') {
			return { check: 'S14', message: `单元格是错误值 ${raw.text}`, remedy: '请改正公式或直接填写数值' };
		}
		if (raw.text === '') return none;
		const result = read(raw);
		return 'value' in result && result.value === null ? none : result;
	};
}

const compiled = new WeakMap<Column, (raw: RawCell | null) => ReadValue | Unreadable>();

/** The reader of a column, made once: for reading many cells of it. */
export function readerOf(column: Column): (raw: RawCell | null) => ReadValue | Unreadable {
	let found = compiled.get(column);
	if (!found) compiled.set(column, (found = compile(column)));
	return found;
}

/** What a cell of a column means, or why it means nothing: forgiving on form, strict on meaning. */
export const readValue = (column: Column, raw: RawCell | null): ReadValue | Unreadable =>
	readerOf(column)(raw);
