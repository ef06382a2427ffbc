import type { Code, CodeList } from '#codes/define.ts';
import { compact } from '#core/text.ts';
import type { Column } from '../define.ts';
import type { RawCell, Reader, ReadValue, Unreadable } from '../read.ts';
import { excelDamage } from './text.ts';

/** `CS03 小型`, `CS03-小型`: a code and its label in one cell. */
const both = /^([0-9A-Za-z_]+)[-—:：.、|（(]?([^]+?)[）)]?$/;

const compactLabels = new WeakMap<CodeList, Map<string, Code>>();

function labelsOf(list: CodeList): Map<string, Code> {
	let found = compactLabels.get(list);
	if (!found) {
		found = new Map([...list.byLabel].map(([label, code]) => [compact(label), code]));
		compactLabels.set(list, found);
	}
	return found;
}

/** The code a tidy text means: a code in any case, a label, or both together. */
function codeOf(list: CodeList, text: string): Code | undefined {
	const plain = list.at.get(text) ?? list.at.get(text.toUpperCase()) ?? labelsOf(list).get(text);
	if (plain) return plain;
	const match = both.exec(text);
	const code = match && (list.at.get(match[1]!) ?? list.at.get(match[1]!.toUpperCase()));
	if (!code) return undefined;
	// A label may itself end in a bracket: TR05 贷款市场报价利率（LPR）.
	const whole = text.slice(match[1]!.length).replace(/^[-—:：.、|]/, '');
	return [match[2]!, whole].some((label) => labelsOf(list).get(label) === code) ? code : undefined;
}

/** A zero that a number cell lost: 1 for 01. */
function paddedCode(list: CodeList, raw: RawCell, text: string): Code | undefined {
	const length = list.codes[0]!.code.length;
	return raw.kind === 'number' ? list.at.get(text.padStart(length, '0')) : undefined;
}

function unknown(list: CodeList, text: string): Unreadable {
	const some = list.codes.slice(0, 8).map(({ code, label }) => `${code} ${label}`);
	const rest = list.codes.length > some.length ? ` 等 ${list.codes.length} 项` : '';
	return {
		check: 'V02',
		message: `“${text.slice(0, 40)}”不在代码表“${list.label}”中`,
		remedy: `请从下拉列表选择：${some.join('、')}${rest}`
	};
}

/** One code of a list, given as code or label. */
export function codeReader(column: Column): Reader {
	const list = column.list!;
	return (raw) => {
		const known = list.at.get(raw.text);
		if (known) return { value: known.code };
		const damage = excelDamage(raw);
		if (damage) return damage;
		const tidy = compact(raw.text);
		if (!tidy) return { value: null };
		const code = codeOf(list, tidy) ?? paddedCode(list, raw, tidy);
		return code ? { value: code.code, normalisedFrom: raw.text } : unknown(list, raw.text.trim());
	};
}

const separators = /[、,，;；]+/;

/** Several codes of a list in one cell, each once, in the order given. */
export function codesReader(column: Column): Reader {
	const list = column.list!;
	return (raw) => {
		const parts = raw.text.split(separators).map(compact).filter(Boolean);
		if (!parts.length) return { value: null };
		const found = parts.map((part) => codeOf(list, part));
		const at = found.indexOf(undefined);
		if (at >= 0) return unknown(list, parts[at]!);
		const value = [...new Set(found.map((code) => code!.code))];
		const normal = value.join(',') === raw.text;
		return normal ? { value } : { value, normalisedFrom: raw.text };
	};
}

const yes = new Set(['1', '是', 'TRUE', 'Y', 'YES', '√']);
const no = new Set(['0', '否', 'FALSE', 'N', 'NO', '×']);

/** Yes or no: 1/0, 是/否. */
export function flagReader(): Reader {
	return (raw): ReadValue | Unreadable => {
		if (raw.text === '1' || raw.text === '是') return { value: true };
		if (raw.text === '0' || raw.text === '否') return { value: false };
		const tidy = compact(raw.text).toUpperCase();
		if (!tidy) return { value: null };
		if (yes.has(tidy)) return { value: true, normalisedFrom: raw.text };
		if (no.has(tidy)) return { value: false, normalisedFrom: raw.text };
		return {
			check: 'V02',
			message: `“${raw.text.slice(0, 40)}”不是“是”或“否”`,
			remedy: '请填 是 或 否（1 或 0）'
		};
	};
}
