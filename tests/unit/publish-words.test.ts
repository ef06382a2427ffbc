import { describe, expect, it } from 'vitest';
import { fromDecimal, rational, type Rational } from '#core/rational.ts';
import type { UnitId } from '#core/unit.ts';
import type { Indicator } from '#indicators/define.ts';
import { workOut, written, type Operands } from '#lib/server/publish/arithmetic.ts';
import { sumFormula } from '#lib/server/publish/book/tables.ts';
import { fromRaw, numberFormat, raw, stored } from '#lib/server/publish/numbers.ts';
import { safeCell, sheetName } from '#lib/server/publish/safe-cell.ts';
import { sayChange, sayDifference, sayNumber } from '#lib/server/publish/wording.ts';
import { cell, decimal, minus, over, times, type Said, type Seen } from '#reports/define.ts';

const seen = (exact: Rational | null, unit: UnitId, nature: Indicator['nature'] = 'stock'): Seen => ({
	key: 'k',
	indicator: { nature } as Indicator,
	exact,
	unit
});
const text = (said: readonly Said[]) =>
	said.map((part) => (typeof part === 'string' ? part : part.text)).join('');
const yi = (value: string) => rational(fromDecimal(value).n * 10_000_000_000n, fromDecimal(value).d);

// Protects: sentences use the words of the truth table, so that a difference in points is never called growth.
describe('change words', () => {
	it.each([
		['0.168', '同比增长16.8%'],
		['-0.03', '同比下降3%'],
		['0', '同比持平'],
		['0.0004', '同比基本持平'],
		['-0.0004', '同比基本持平']
	])('growth of %s is “%s”', (growth, says) => {
		expect(text(sayChange(seen(fromDecimal(growth), 'percent'), 'yearOnYear'))).toBe(says);
	});

	it('shares move in 个百分点, rates in 个基点', () => {
		expect(text(sayChange(seen(fromDecimal('0.019'), 'percentagePoint'), 'sinceYearEnd'))).toBe(
			'比上年末提高1.9个百分点'
		);
		expect(text(sayChange(seen(fromDecimal('-34000'), 'basisPoint'), 'yearOnYear'))).toBe('同比下降34个基点');
	});

	it('says why nothing can be compared, and never a number', () => {
		const broken = { ...seen(null, 'percent'), reason: 'break-in-definition' as const };
		expect(text(sayChange(broken, 'yearOnYear'))).toBe('同比不可比（口径调整，前后不可比）');
	});

	it.each([
		['5', '3', '同比多增2亿元'],
		['3', '5', '同比少增2亿元'],
		['-3', '-5', '同比少减2亿元'],
		['-5', '-3', '同比多减2亿元'],
		['3', '-5', '增加3亿元，上年同期为减少5亿元'],
		['-3', '5', '减少3亿元，上年同期为增加5亿元']
	])('a net flow of %s after %s: “%s”', (now, base, says) => {
		const difference = fromDecimal(String(Number(now) - Number(base)));
		const flow = (value: string) => seen(yi(value), 'yiYuan', 'flow');
		const gap = seen(yi(String(Number(difference.n))), 'yiYuan', 'flow');
		expect(text(sayDifference(flow(now), flow(base), gap, 'yearOnYear'))).toBe(says);
	});

	it('a stock grows by an amount since the year began', () => {
		const [now, base, gap] = [18_924n, 17_522n, 1_402n].map((count) => seen(rational(count), 'household'));
		expect(text(sayDifference(now!, base!, gap!, 'sinceYearEnd'))).toBe('比上年末增加1402户');
	});

	it('prose has no separators, drops trailing zeros and steps by 万', () => {
		expect(text(sayNumber(seen(yi('11386.24'), 'yiYuan')))).toBe('1.14万亿元');
		expect(text(sayNumber(seen(yi('9577'), 'yiYuan')))).toBe('9577亿元');
		expect(text(sayNumber(seen(yi('9.876'), 'yiYuan')))).toBe('9.88亿元');
		expect(text(sayNumber(seen(fromDecimal('0.12'), 'percent')))).toBe('12%');
		expect(text(sayNumber({ ...seen(null, 'percent'), reason: 'not-filed' }))).toBe('—（尚未报送）');
	});
});

// Protects: nothing from a filed name becomes a formula, breaks the file, or loses digits.
describe('D1, D2, D3, D4: safe cells', () => {
	it.each(['=1+1', '+cmd', '-2+3', '@x', '\t=1', ' =1', "'=1", '＝1', '＠x'])(
		'%j is marked as text',
		(value) => {
			expect(safeCell(value)).toBe(`'${value}`);
		}
	);

	it('keeps ordinary text and numbers, negative ones too', () => {
		const plain = ['北京银行', '—', -5, 0, true, null, '-5.0%', '-1,234.50', '+0.8'];
		expect(plain.map(safeCell)).toEqual(plain);
	});

	it('drops what Excel cannot open and keeps escapes as typed', () => {
		expect(safeCell('甲\u0000乙\ufffe丙\ud800丁')).toBe('甲乙丙丁');
		expect(safeCell('a_x000D_b')).toBe('a_x005F_x000D_b');
		expect((safeCell('字'.repeat(40_000)) as string).length).toBe(32_767);
	});

	it('refuses what is no plain value', () => {
		expect(() => safeCell(Number.NaN)).toThrow('not a finite number');
		expect(() => safeCell({ formula: '1' } as never)).toThrow('not a cell value');
	});

	it('names sheets as Excel allows', () => {
		expect(sheetName('附表1 [主要]指标:*?/\\'.padEnd(60, '长'))).toHaveLength(31);
		expect(sheetName("'a'")).toBe('a');
	});
});

// Protects: the formula in a cell and the value cached beside it come from one expression.
describe('expressions', () => {
	const growth = minus(over(cell('a'), cell('b')), decimal('1'));
	const operands = (a: Rational | null, b: Rational | null): Operands => ({
		cell: (column) => {
			const value = column === 'a' ? a : b;
			return value ? { value } : { missing: 'no-rows' };
		},
		total: () => ({ missing: 'no-rows' }),
		parameter: () => null
	});
	const names = {
		cell: (column: string) => `${column.toUpperCase()}2`,
		total: () => 'T',
		parameter: () => '0.5'
	};

	it('work out exactly', () => {
		expect(workOut(growth, operands(rational(7), rational(6)))).toEqual({ value: rational(1, 6) });
		expect(workOut(growth, operands(rational(7), null))).toEqual({ missing: 'no-rows' });
		expect(workOut(growth, operands(rational(7), rational(0)))).toEqual({ missing: 'zero-denominator' });
	});

	it('are written with the brackets they need', () => {
		expect(written(growth, names)).toBe('A2/B2-1');
		expect(written(times(minus(cell('a'), cell('b')), decimal('100')), names)).toBe('(A2-B2)*100');
		expect(written(minus(cell('a'), minus(cell('b'), decimal('1'))), names)).toBe('A2-(B2-1)');
	});

	it('sum a range where cells follow each other, else a list', () => {
		expect(sumFormula(['C3', 'C4', 'C5'])).toBe('SUM(C3:C5)');
		expect(sumFormula(['C3', 'C5'])).toBe('SUM(C3,C5)');
	});
});

// Protects: what a table cell shows is the raw value of the 数据 sheet times the factor in its formula.
describe('units of cells', () => {
	it.each([
		['yiYuan', 1_138_624_000_000_000n],
		['percent', 1n],
		['percentagePoint', 1n],
		['annualRate', 271_000n],
		['basisPoint', -34_000n],
		['household', 18_924n]
	] as const)('%s', (unit, exact) => {
		const value = raw(rational(exact), unit);
		const factor = fromRaw(unit);
		const worked =
			factor === ''
				? value
				: factor[0] === '/'
					? value / Number(factor.slice(1))
					: value * Number(factor.slice(1));
		const cellValue = stored(rational(exact), unit);
		expect(worked).toBeCloseTo(Number(cellValue.n) / Number(cellValue.d), 9);
	});

	it('tells % from 个百分点 and 个基点 in the cell', () => {
		expect(numberFormat('percent', 1)).toBe('0.0%');
		expect(numberFormat('percentagePoint', 1)).toBe('0.0"个百分点"');
		expect(numberFormat('basisPoint', 0)).toBe('0"个基点"');
		expect(numberFormat('finePercent', 2)).toBe('0.00%');
		expect(numberFormat('finePoint', 2)).toBe('0.00"个百分点"');
		expect(numberFormat('yiYuan', 2)).toBe('#,##0.00');
	});
});
