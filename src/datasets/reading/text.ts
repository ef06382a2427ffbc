import { plainNumber } from '#core/decimal.ts';
import { compact, forbiddenCharacter, halfWidth, isPlain, trimmed } from '#core/text.ts';
import { isUscc, usccFault } from '#core/uscc.ts';
import type { Column } from '../define.ts';
import type { RawCell, Reader, ReadValue, Unreadable } from '../read.ts';

const scientific = /^-?\d(\.\d+)?[Ee]\+\d{2,}$/;

/** A code that a spreadsheet turned into a number and cut: digits are lost and cannot be guessed. */
export function excelDamage(raw: RawCell): Unreadable | null {
	const text = raw.text;
	const last = text.charCodeAt(text.length - 1);
	if (last < 48 || last > 57) return null;
	const number = raw.kind === 'number' || raw.kind === 'date-number';
	const damaged = number
		? Math.abs(Number(text)) >= 1e15
		: text.includes('+') && scientific.test(text.trim());
	return damaged
		? {
				check: 'S13',
				message: '代码被 Excel 转为数字，后几位已丢失',
				remedy: '请先将单元格设为文本格式，再从原始资料重新录入'
			}
		: null;
}

const forbidden = (character: string): Unreadable => ({
	check: 'S12',
	message: `含有不可见控制字符 ${character}`,
	remedy: '请删除后重新填写'
});
const tooLong = (max: number, length: number): Unreadable => ({
	check: 'S11',
	message: `最多 ${max} 个字，现为 ${length} 个`,
	remedy: '请缩短'
});

const wide = /[\uff01-\uff5e\u3000]/;
const narrow = /^[\x20-\x7e]+$/;

/** A text as meant: trimmed, and half-width if it is wholly a code; Chinese punctuation stays. */
function tidied(text: string): string {
	const tidy = trimmed(text);
	if (!wide.test(tidy)) return tidy;
	const half = halfWidth(tidy);
	return narrow.test(half) && /[0-9A-Za-z]/.test(half) ? half : tidy;
}

/** Text of a limited length; number cells are taken as they show. */
export function textReader(column: Column): Reader {
	const max = column.max ?? Infinity;
	const meant = (text: string): string => (column.capitals ? text.toUpperCase() : text);
	return (raw): ReadValue | Unreadable => {
		const damage = excelDamage(raw);
		if (damage) return damage;
		if (raw.kind === 'number' || raw.kind === 'date-number') {
			return { value: plainNumber(raw.text) ?? raw.text, normalisedFrom: raw.text };
		}
		const given = raw.text;
		if (isPlain(given)) {
			if (given.length > max) return tooLong(max, given.length);
			const value = meant(given);
			return value === given ? { value } : { value, normalisedFrom: given };
		}
		const character = forbiddenCharacter(given);
		if (character) return forbidden(character);
		const value = meant(tidied(given));
		if (!value) return { value: null };
		if (value.length > max) return tooLong(max, value.length);
		return value === given ? { value } : { value, normalisedFrom: given };
	};
}

/** Unified social credit codes, with their check character. */
export function usccReader(): Reader {
	return (raw): ReadValue | Unreadable => {
		if (isUscc(raw.text)) {
			const fault = usccFault(raw.text);
			return fault ? { check: 'V01', ...fault } : { value: raw.text };
		}
		const damage = excelDamage(raw);
		if (damage) return damage;
		const character = forbiddenCharacter(raw.text);
		if (character) return forbidden(character);
		const tidy = compact(raw.text).toUpperCase();
		if (!tidy) return { value: null };
		const fault = usccFault(tidy);
		return fault ? { check: 'V01', ...fault } : { value: tidy, normalisedFrom: raw.text };
	};
}
