import type { RawCell } from '#datasets/read.ts';
import { BadFile, syntax } from './problem.ts';
import { percent, shortest } from './xlsx-number.ts';
import { textBetween } from './xlsx-text.ts';

/** What a cell's number needs to be understood. */
export interface Meaning {
	readonly strings: readonly (RawCell | null)[];
	readonly dateStyles: readonly boolean[];
	readonly percentStyles: readonly boolean[];
	readonly date1904: boolean;
	/** Cells with content beyond this many columns are refused. */
	readonly mostColumns: number;
	readonly mostRows: number;
}

/** What kind of value a cell says it holds. */
export const types = { number: 0, shared: 1, string: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;
export type Type = (typeof types)[keyof typeof types];
const byWord: ReadonlyMap<string, Type> = new Map([
	['n', types.number],
	['s', types.shared],
	['str', types.string],
	['inlineStr', types.inline],
	['b', types.boolean],
	['e', types.error],
	['d', types.date]
]);

/** The type written between `from` and `to`; most are one letter. */
export function typeOf(s: string, from: number, to: number, line: number): Type {
	if (to === from + 1 && s.charCodeAt(from) === 115) return types.shared;
	const found = byWord.get(s.slice(from, to));
	if (found === undefined)
		throw disorder(`单元格的类型 ${s.slice(from, Math.min(to, from + 20))} 不认识`, line);
	return found;
}

/** A sheet whose rows or cells contradict one another. */
export const disorder = (what: string, line: number): BadFile =>
	new BadFile(`工作表结构错乱：${what}`, '请在 Excel 或 WPS 中打开，另存后重新上传', {
		check: syntax.structure,
		line,
		where: `第${line}行`
	});

/** A whole number written in digits; −1 for anything else. */
export function digits(s: string, from: number, to: number): number {
	let value = 0;
	for (let at = from; at < to; at++) {
		const digit = s.charCodeAt(at) - 48;
		if (digit < 0 || digit > 9) return -1;
		value = value * 10 + digit;
	}
	return from < to ? value : -1;
}

/** What the text of a `<v>` between `from` and `to` means. */
export function valueOf(
	s: string,
	from: number,
	to: number,
	type: Type,
	style: number,
	meaning: Meaning,
	line: number
): RawCell | null {
	if (type === types.shared) {
		const cell = meaning.strings[digits(s, from, to)];
		if (cell === undefined) throw disorder('单元格引用了不存在的文字', line);
		return cell;
	}
	if (type === types.number) return numberOf(s, from, to, style, meaning, line);
	const text = textBetween(s, from, to);
	if (text === '') return null;
	if (type === types.boolean) {
		const word = text.trim();
		if (!/^(?:0|1|true|false)$/.test(word)) return { kind: 'error', text };
		return { kind: 'boolean', text: word === '1' || word === 'true' ? 'true' : 'false' };
	}
	if (type === types.error) return { kind: 'error', text };
	return { kind: 'text', text: type === types.date ? text.replace(/T00:00(:00(\.0+)?)?Z?$/, '') : text };
}

const numeric = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

function numberOf(
	s: string,
	from: number,
	to: number,
	style: number,
	{ dateStyles, percentStyles, date1904 }: Meaning,
	line: number
): RawCell | null {
	let text = s.slice(from, to);
	if (text === '') return null;
	if (!numeric.test(text)) {
		text = text.trim();
		if (text === '') return null;
		if (!numeric.test(text)) return { kind: 'error', text: textBetween(s, from, to) };
	}
	if (text.length > 16) text = shortest(text);
	if (style === 0) return { kind: 'number', text };
	if (style >= dateStyles.length) throw disorder('单元格的格式不存在', line);
	if (dateStyles[style])
		return date1904 ? { kind: 'date-number', text, date1904 } : { kind: 'date-number', text };
	if (percentStyles[style]) return { kind: 'text', text: percent(text) };
	return { kind: 'number', text };
}

/** A cell with the formula that made its value. */
export const withFormula = (cell: RawCell | null, formula: string, hasValue: boolean): RawCell =>
	cell ? { ...cell, formula, hasValue } : { kind: 'text', text: '', formula, hasValue };
