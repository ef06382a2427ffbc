import { plainNumber, scaledDecimal } from '#core/decimal.ts';
import { compact, forbiddenCharacter } from '#core/text.ts';
import type { RawCell, Reader, ReadValue, Unreadable } from '../read.ts';

const percentSign = /%$/;

function fault(
	kind: string,
	places: number,
	why: 'grammar' | 'precision' | 'size',
	label: string
): Unreadable {
	if (why === 'size')
		return { check: 'S16', message: `${label}过大，超出可准确记录的范围`, remedy: '请核对单位是否为元' };
	if (why === 'precision') {
		return {
			check: 'S16',
			message: places ? `${label}最多 ${places} 位小数` : '应为整数',
			remedy: places ? `请四舍五入到 ${places} 位小数后填写` : '请填整数'
		};
	}
	return kind === 'boolean'
		? { check: 'S09', message: '此处应填数字，现为逻辑值', remedy: '请填数字' }
		: {
				check: 'S09',
				message: '不是数字',
				remedy: '只填数字、小数点和负号，不用括号、横线、单位或科学计数法；没有则留空'
			};
}

/** Numbers of so many decimals, as integers of their last place. */
export function numberReader(places: number, label: string): Reader {
	const percent = label === '利率';
	const result = (raw: RawCell, text: string, changed: boolean): ReadValue | Unreadable => {
		const value = scaledDecimal(text, places);
		if (typeof value !== 'number') return fault(raw.kind, places, value, label);
		return changed ? { value, normalisedFrom: raw.text } : { value };
	};
	return (raw) => {
		if (raw.kind === 'number' || raw.kind === 'date-number') {
			const plain = plainNumber(raw.text);
			if (plain === null) return fault(raw.kind, places, 'grammar', label);
			return Math.abs(Number(plain)) >= 1e15
				? fault(raw.kind, places, 'size', label)
				: result(raw, plain, false);
		}
		if (raw.kind === 'boolean') return fault(raw.kind, places, 'grammar', label);
		const value = scaledDecimal(raw.text, places);
		if (typeof value === 'number') {
			return raw.text.includes(',') ? { value, normalisedFrom: raw.text } : { value };
		}
		const strange = forbiddenCharacter(raw.text);
		if (strange)
			return { check: 'S12', message: `含有不可见控制字符 ${strange}`, remedy: '请删除后重新填写' };
		const tidy = compact(raw.text);
		if (!tidy) return { value: null };
		return result(raw, percent ? tidy.replace(percentSign, '') : tidy, true);
	};
}
