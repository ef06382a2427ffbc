import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarantees } from '#codes/guarantee.ts';
import { keyAreas } from '#codes/key-area.ts';
import { overdueKinds } from '#codes/overdue-kind.ts';
import { regions } from '#codes/region.ts';
import { sizes } from '#codes/size.ts';
import { addDays } from '#core/period.ts';
import {
	code,
	codes,
	date,
	dec,
	flag,
	int,
	money,
	period,
	rate,
	text,
	uscc,
	type Column
} from '#datasets/define.ts';
import { readValue, type RawCell } from '#datasets/read.ts';
import { writeValue } from '#datasets/write.ts';

// Protects meaning: a cell is read as exactly what it says, tidied in form only, or refused by name.
const cell = (given: string, kind: RawCell['kind'] = 'text', more: Partial<RawCell> = {}): RawCell => ({
	kind,
	text: given,
	...more
});
const read = (column: Column, given: string, kind?: RawCell['kind'], more?: Partial<RawCell>) =>
	readValue(column, cell(given, kind, more));
const value = (...given: Parameters<typeof read>) => (read(...given) as { value: unknown }).value;
const check = (...given: Parameters<typeof read>) => (read(...given) as { check?: string }).check;

const amount = money('金额');
const percent = rate('利率');
const day = date('日期');
const name = text('名称', { max: 20 });
const enterprise = uscc('代码');

describe('A13, A16: amounts', () => {
	it.each([
		['5000000', 500000000],
		['5000000.5', 500000050],
		['-12.30', -1230],
		['1,234,567.89', 123456789],
		['１２３，４５６．７８', 12345678],
		[' 1 234.50 ', 123450],
		['\u200b88.00\u00a0', 8800],
		['0.00', 0],
		['-0', 0],
		['12.300', 1230]
	])('%s is read', (given, expected) => expect(value(amount, given)).toBe(expected));

	it.each([
		'NaN',
		'Infinity',
		'1e3',
		'1e999',
		'0x1F',
		'(100)',
		'--',
		'—',
		'1.000,00',
		'1,00',
		'12,34,567',
		'12.',
		'.5',
		'+5',
		'¥5',
		'100元',
		'万'
	])('%s is no number', (given) => expect(check(amount, given)).toBe('S09'));

	it('are refused with a third decimal or beyond 2⁵³ 分', () => {
		expect(check(amount, '1.234')).toBe('S16');
		expect(check(amount, '90071992547409.91')).toBeUndefined();
		expect(check(amount, '90071992547409.92')).toBe('S16');
		expect(check(amount, '9'.repeat(30))).toBe('S16');
	});

	it('come from number cells as the sheet shows them', () => {
		expect(value(amount, '1234.5600000000001', 'number')).toBe(123456);
		expect(value(amount, '1.5E7', 'number')).toBe(1500000000);
		expect(value(percent, '3.4500000000000002', 'number')).toBe(345000);
		expect(value(percent, '1E-5', 'number')).toBe(1);
		expect(check(amount, '1E400', 'number')).toBe('S09');
		expect(check(amount, '1E15', 'number')).toBe('S16');
		expect(check(int('户数'), '12.5', 'number')).toBe('S16');
	});

	it('say how they were written when that was not plain', () => {
		expect(read(amount, '1,000')).toEqual({ value: 100000, normalisedFrom: '1,000' });
		expect(read(amount, '1000')).toEqual({ value: 100000 });
		expect(read(percent, '3.45%')).toEqual({ value: 345000, normalisedFrom: '3.45%' });
	});
});

describe('A16, A18: cells that hold no value', () => {
	it('are errors, formulas without result, or outside references', () => {
		expect(check(amount, '#DIV/0!', 'error')).toBe('S14');
		expect(check(amount, '', 'number', { formula: 'A1+B1', hasValue: false })).toBe('S14');
		expect(check(amount, '5', 'number', { formula: 'WEBSERVICE("http://x")' })).toBe('S14');
		expect(check(amount, '5', 'number', { formula: '[1]Sheet1!A1' })).toBe('S14');
		expect(value(amount, '5', 'number', { formula: 'SUM(A1:A2)' })).toBe(500);
	});

	it('are missing only where they must be filled', () => {
		expect(readValue(amount, null)).toEqual({ value: null });
		expect(value(amount, '   ')).toBeNull();
		expect(check(money('金额', { required: true }), '')).toBe('S08');
		expect(check(text('编号', { key: true }), ' \u3000 ')).toBe('S08');
	});
});

describe('A14: dates', () => {
	it.each([
		'2026-09-30',
		'2026/9/30',
		'2026.9.30',
		'20260930',
		'2026年9月30日',
		' ２０２６－０９－３０ ',
		'2026-09-30 00:00:00'
	])('%s is the 30th of September 2026', (given) => expect(value(day, given)).toBe('2026-09-30'));

	it.each(['2026-02-29', '2026-13-01', '2026-9', '30/9/2026', '2026-09-30 08:15', '今天', '46295', '2026'])(
		'%s is none',
		(given) => expect(check(day, given)).toBe('S10')
	);

	it('come from serials of both systems', () => {
		// 1900 system: 1 is 1900-01-01, 59 is 1900-02-28, 61 is 1900-03-01, 46295 is 2026-09-30; 1904: 0 is 1904-01-01.
		expect(value(day, '1', 'date-number')).toBe('1900-01-01');
		expect(value(day, '59', 'date-number')).toBe('1900-02-28');
		expect(check(day, '60', 'date-number')).toBe('S10');
		expect(value(day, '61', 'date-number')).toBe('1900-03-01');
		expect(value(day, '46295', 'date-number')).toBe('2026-09-30');
		expect(value(day, '44833', 'date-number', { date1904: true })).toBe('2026-09-30');
		expect(value(day, '20260930', 'number')).toBe('2026-09-30');
		expect(check(day, '46295.5', 'date-number')).toBe('S10');
		expect(check(day, '-5', 'date-number')).toBe('S10');
		expect(check(day, '2026', 'number')).toBe('S10');
	});

	it('lie between 1900 and 2099', () => {
		expect(check(day, '9999-12-31')).toBe('S15');
		expect(check(day, '1026-09-30')).toBe('S15');
	});

	it('have months and quarters beside them', () => {
		const month = period('时期');
		expect(['2026-09', '2026年9月', '2026/9', '202609'].map((given) => value(month, given))).toEqual(
			Array(4).fill('2026-09')
		);
		expect(value(month, '2026年三季度')).toBe('2026Q3');
		expect(value(month, '2026年上半年')).toBe('2026H1');
		expect(check(month, '2026-13')).toBe('S10');
	});
});

describe('codes', () => {
	const size = code('规模', sizes);
	it('are read as code, label, both, or in another width or case', () => {
		expect(
			['CS03', 'cs03', '小型', '小型企业', 'CS03 小型', 'CS03-小型', 'ＣＳ０３'].map((given) =>
				value(size, given)
			)
		).toEqual(Array(7).fill('CS03'));
		expect(read(size, '小型')).toEqual({ value: 'CS03', normalisedFrom: '小型' });
		expect(value(code('担保', guarantees), '信用/免担保')).toBe('D');
	});

	it('are restored where a sheet dropped a zero or made them numbers', () => {
		expect(value(code('逾期', overdueKinds), '1', 'number')).toBe('01');
		expect(value(code('地区', regions), '110108', 'number')).toBe('110108');
	});

	it('A20, D17: are refused when unknown, also when they only look like properties', () => {
		expect(['CS9', 'CS03 大型', '__proto__', 'constructor'].map((given) => check(size, given))).toEqual(
			Array(4).fill('V02')
		);
	});

	it('may be several', () => {
		const areas = codes('投向', keyAreas);
		expect(value(areas, 'TECH,MANUFACTURING')).toEqual(['TECH', 'MANUFACTURING']);
		expect(value(areas, '科技创新、先进制造；科技创新')).toEqual(['TECH', 'MANUFACTURING']);
		expect(check(areas, '科技创新、房地产')).toBe('V02');
	});

	it('are yes or no in flags', () => {
		expect(['1', '是', 'TRUE', 'y', '１'].map((given) => value(flag('上市'), given))).toEqual(
			Array(5).fill(true)
		);
		expect(['0', '否', 'false'].map((given) => value(flag('上市'), given))).toEqual(Array(3).fill(false));
		expect(value(flag('上市'), 'true', 'boolean')).toBe(true);
		expect(check(flag('上市'), '有')).toBe('V02');
	});
});

describe('A13, A15: credit codes and texts', () => {
	it('tidy width, case and blanks, and check the last character', () => {
		expect(value(enterprise, ' 91110108ma0000015t')).toBe('91110108MA0000015T');
		expect(value(enterprise, '９１１１０１０８ MA00 00015T')).toBe('91110108MA0000015T');
		expect(check(enterprise, '91110108MA0000016T')).toBe('V01');
		expect(check(enterprise, '9111O108MA0000015T')).toBe('V01');
	});

	it('know what a spreadsheet did to a code, and do not guess', () => {
		expect(check(enterprise, '9.11101E+17')).toBe('S13');
		expect(check(enterprise, '9.1110108E17', 'number')).toBe('S13');
		expect(check(name, '6.2226E+18')).toBe('S13');
		expect(check(name, '622260001234567000', 'number')).toBe('S13');
		expect(value(name, '20260001', 'number')).toBe('20260001');
	});

	it('keep Chinese punctuation, and narrow what is wholly a code', () => {
		expect(value(name, '北京（示例）公司 ')).toBe('北京（示例）公司');
		expect(value(name, 'ＪＪ２０２６－０１')).toBe('JJ2026-01');
	});

	it('refuse controls, reversed text and too much of it', () => {
		expect(check(name, '北京\u202e司公')).toBe('S12');
		expect(check(name, 'a\u0000b')).toBe('S12');
		expect(check(name, '很'.repeat(21))).toBe('S11');
	});
});

describe('what is written', () => {
	const dates = fc.integer({ min: 0, max: 70000 }).map((days) => addDays('1901-01-01', days));
	const cases: [Column, fc.Arbitrary<string | number | boolean | string[]>][] = [
		[amount, fc.maxSafeInteger()],
		[percent, fc.integer()],
		[int('户数'), fc.maxSafeInteger()],
		[dec('期限', 2), fc.integer()],
		[day, dates],
		[flag('上市'), fc.boolean()],
		[code('地区', regions), fc.constantFrom(...regions.at.keys())],
		[codes('投向', keyAreas), fc.uniqueArray(fc.constantFrom(...keyAreas.at.keys()), { minLength: 1 })],
		[text('编号', { max: 40 }), fc.stringMatching(/^[0-9A-Z-]{1,20}$/)]
	];

	it('is read back as the same value, as code and as label', () => {
		for (const [column, values] of cases) {
			fc.assert(
				fc.property(values, fc.constantFrom('code', 'label'), (given, as) => {
					expect(value(column, writeValue(column, given, as as 'code'))).toEqual(given);
				})
			);
		}
	});

	it('has the decimals of the layout', () => {
		expect(writeValue(amount, 5)).toBe('0.05');
		expect(writeValue(amount, -123450)).toBe('-1234.50');
		expect(writeValue(percent, 345000)).toBe('3.45000');
		expect(writeValue(percent, null)).toBe('');
		expect(writeValue(flag('上市'), true, 'label')).toBe('是');
	});
});

it('takes a credit code in a column of several kinds of codes as capitals, and says so', () => {
	const borrower = text('借款人证件代码', { capitals: true });
	const small: RawCell = { kind: 'text', text: '91110108ma0000015t' };
	expect(readValue(borrower, small)).toEqual({
		value: '91110108MA0000015T',
		normalisedFrom: '91110108ma0000015t'
	});
	expect(readValue(borrower, { kind: 'text', text: '91110108MA0000015T' })).toEqual({
		value: '91110108MA0000015T'
	});
	expect(readValue(text('借据编码'), small)).toEqual({ value: '91110108ma0000015t' });
});
