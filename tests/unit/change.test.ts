import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { higherBy, inWords, type Change } from '#core/change.ts';
import { fromDecimal, rational, type Rational } from '#core/rational.ts';

// Protects the bulletin style: what may be said of a change. The rules are told here a second time, over plain
// numbers and without the program's own rounding, and 10,000 random changes must be worded alike.

const yi = 10_000_000_000;
const change = (given: Partial<Change>): Change => ({
	nature: 'stock',
	unit: 'yiYuan',
	versus: 'yearOnYear',
	now: rational(0),
	before: null,
	...given
});
const said = (given: Partial<Change>): string => inWords(change(given)).text;

describe('change words', () => {
	it('grow or shrink a stock by %, never 增长负数', () => {
		expect(said({ now: rational(110 * yi), before: rational(100 * yi) })).toBe('同比增长10%');
		expect(said({ now: rational(97 * yi), before: rational(100 * yi) })).toBe('同比下降3%');
		expect(said({ now: rational(110 * yi), before: rational(100 * yi), versus: 'monthOnMonth' })).toBe(
			'环比增长10%'
		);
		expect(said({ now: rational(112 * yi), before: rational(100 * yi), versus: 'sinceYearEnd' })).toBe(
			'比年初增加12亿元，增长12%'
		);
	});

	it('say 多增 and 少增 of a flow, by the signs of both sides', () => {
		const flow = { nature: 'flow', unit: 'yiYuan' } as const;
		expect(said({ ...flow, now: rational(30 * yi), before: rational(20 * yi) })).toBe('同比多增10亿元');
		expect(said({ ...flow, now: rational(20 * yi), before: rational(30 * yi) })).toBe('同比少增10亿元');
		expect(said({ ...flow, now: rational(-20 * yi), before: rational(-30 * yi) })).toBe('同比少减10亿元');
		expect(said({ ...flow, now: rational(-30 * yi), before: rational(-20 * yi) })).toBe('同比多减10亿元');
		expect(said({ ...flow, now: rational(5 * yi), before: rational(-2 * yi) })).toBe(
			'增加5亿元，上年同期为减少2亿元'
		);
	});

	it('move shares by 个百分点 and rates by 个基点', () => {
		expect(
			said({ nature: 'ratio', unit: 'percent', now: fromDecimal('0.503'), before: fromDecimal('0.482') })
		).toBe('同比上升2.1个百分点');
		expect(
			said({ nature: 'rate', unit: 'annualRate', now: rational(252_000), before: rational(287_000) })
		).toBe('同比下降35个基点');
		expect(higherBy(fromDecimal('0.198'), fromDecimal('0.062'), '各项贷款增速')).toBe(
			'比各项贷款增速高13.6个百分点'
		);
		expect(higherBy(fromDecimal('0.062'), fromDecimal('0.0624'), '上月末')).toBe('与上月末持平');
	});

	it('say 持平 of what rounds to nothing, and nothing at all without a base', () => {
		expect(said({ now: rational(10_004), before: rational(10_000) })).toBe('同比持平');
		expect(inWords(change({ now: rational(1) }))).toMatchObject({ text: '—', note: '无可比基期' });
		expect(inWords(change({ now: rational(1), before: rational(0) }))).toMatchObject({ text: '—' });
		expect(inWords(change({ now: rational(1), before: rational(-5) }))).toMatchObject({
			text: '—',
			note: '基期为负，不可比'
		});
	});
});

/** Half away from zero in decimal text, trailing zeros dropped, by whole-number arithmetic on n/d. */
function printed(value: Rational, scaleN: bigint, scaleD: bigint, decimals: number): string {
	const top = (value.n < 0n ? -value.n : value.n) * scaleD * 10n ** BigInt(decimals) * 2n;
	const bottom = value.d * scaleN;
	const units = (top + bottom) / (2n * bottom);
	const whole = units / 10n ** BigInt(decimals);
	const rest = String(units % 10n ** BigInt(decimals))
		.padStart(decimals, '0')
		.replace(/0+$/, '');
	return decimals && rest ? `${whole}.${rest}` : String(whole);
}

/** The table of changes told again: kind of quantity × comparison × signs → sentence. */
function told({ nature, versus, now, before }: Change): string {
	const name = { yearOnYear: '同比', monthOnMonth: '环比', sinceYearEnd: '比年初', yearToDate: '累计同比' }[
		versus
	];
	if (before === null) return '—';
	const gap: Rational = { n: now.n * before.d - before.n * now.d, d: now.d * before.d };
	if (nature === 'ratio') {
		const points = printed(gap, 1n, 100n, 1);
		return points === '0' ? `${name}持平` : `${name}${gap.n > 0n ? '上升' : '下降'}${points}个百分点`;
	}
	if (nature === 'rate') {
		const points = printed(gap, 1_000n, 1n, 0);
		return points === '0' ? `${name}持平` : `${name}${gap.n > 0n ? '上升' : '下降'}${points}个基点`;
	}
	const money = (value: Rational): string => `${printed(value, BigInt(yi), 1n, 2)}亿元`;
	if (nature === 'flow' && (versus === 'yearOnYear' || versus === 'yearToDate')) {
		if (money(gap) === '0亿元') return `${name}持平`;
		const up = gap.n > 0n;
		if (now.n >= 0n && before.n >= 0n) return `${name}${up ? '多增' : '少增'}${money(gap)}`;
		if (now.n <= 0n && before.n <= 0n) return `${name}${up ? '少减' : '多减'}${money(gap)}`;
		return `${now.n > 0n ? '增加' : '减少'}${money(now)}，上年同期为${before.n > 0n ? '增加' : '减少'}${money(before)}`;
	}
	if (before.n <= 0n) return '—';
	const growth: Rational = { n: gap.n, d: now.d * before.n };
	const percent = printed({ n: growth.n * 1n, d: growth.d }, 1n, 100n, 1);
	const verb = gap.n > 0n ? '增长' : '下降';
	if (versus !== 'sinceYearEnd') return percent === '0' ? `${name}持平` : `${name}${verb}${percent}%`;
	if (money(gap) === '0亿元') return '与年初持平';
	return `比年初${gap.n > 0n ? '增加' : '减少'}${money(gap)}${percent === '0' ? '' : `，${verb}${percent}%`}`;
}

describe('10,000 random changes', () => {
	it('are worded as the table says', () => {
		const money = fc.oneof(
			fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
			fc.constantFrom(0n, 1n, -1n, 10n ** 10n, 49_999_999n, 50_000_000n)
		);
		const near = fc
			.tuple(money, fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }))
			.map(([a, b]) => [a, a + b] as const);
		const pair = fc.oneof(fc.tuple(money, money), near);
		const small = fc.integer({ min: 0, max: 10_000 });
		const case_ = fc.oneof(
			fc
				.record({ nature: fc.constantFrom('stock' as const, 'flow' as const), pair })
				.map(({ nature, pair: [a, b] }) => ({
					nature,
					unit: 'yiYuan' as const,
					now: rational(a),
					before: rational(b)
				})),
			fc.tuple(small, small).map(([a, b]) => ({
				nature: 'ratio' as const,
				unit: 'percent' as const,
				now: rational(a, 10_000),
				before: rational(b, 10_000)
			})),
			fc
				.tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: -5_000, max: 5_000 }))
				.map(([a, b]) => ({
					nature: 'rate' as const,
					unit: 'annualRate' as const,
					now: rational(a),
					before: rational(a + b)
				}))
		);
		const versus = fc.constantFrom(
			'yearOnYear',
			'monthOnMonth',
			'sinceYearEnd',
			'yearToDate'
		) as fc.Arbitrary<Change['versus']>;
		fc.assert(
			fc.property(case_, versus, fc.boolean(), (given, kind, based) => {
				const one: Change = {
					...given,
					versus: kind,
					before: based || kind === 'yearOnYear' ? given.before : null
				};
				const words = inWords(one);
				expect(words.text).toBe(told(one));
				expect(words.text).not.toMatch(/-|NaN|undefined|增长0%|下降0%/);
			}),
			{ numRuns: 10_000, seed: 98 }
		);
	});
});
