import { describe, expect, it } from 'vitest';
import { keptTogether } from '#core/kept-together.ts';

// Protects the rule that a number is never parted from its sign and unit at the end of a line.
const whole = (text: string): string[] => keptTogether(text).filter((_, i) => i % 2 === 1);

describe('what a line keeps together', () => {
	it('is a number with its sign and unit', () => {
		expect(whole('距50%目标差1.3个百分点')).toEqual(['50%', '1.3个百分点']);
		expect(whole('全投重点领域还需21.94亿元，▼23个基点')).toEqual(['21.94亿元', '▼23个基点']);
		expect(whole('已报23/25家，共 1,204 笔，余额1.12万亿元')).toEqual(['23/25家', '1,204 笔', '1.12万亿元']);
	});
	it('is a date, a span of months, or a code', () => {
		expect(whole('北京地区，2025年9月—2026年9月')).toEqual(['2025年9月—2026年9月']);
		expect(whole('最早应于2026-10-20报；1—9月累计，见M04-12a')).toEqual(['2026-10-20', '1—9月', 'M04-12a']);
	});
	it('loses nothing of the text', () => {
		for (const text of ['', '没有数字', '12', '比上月末＋38.3%，第4条（四）'])
			expect(keptTogether(text).join('')).toBe(text);
	});
});
