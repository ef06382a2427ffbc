import { describe, expect, it } from 'vitest';
import {
	above,
	against,
	balance,
	first,
	growth,
	level,
	most,
	moved,
	run,
	target,
	type Headlined
} from '#figures/headline.ts';
import type { FigureSeries } from '#figures/data.ts';

/** Months up to September 2026 with one or more series of values; `late` marks the last as not fully reported. */
function figure(
	lists: Record<string, readonly (number | null)[]>,
	more: { unit?: string; decimals?: number; late?: boolean; target?: number } = {}
): Headlined {
	const { unit = '%', decimals = 1 } = more;
	const length = Object.values(lists)[0]!.length;
	return {
		id: 'f',
		subtitle: '',
		form: 'line',
		breaks: [],
		source: '',
		asOf: '2026-09-30',
		period: '2026-09',
		coverage: { filed: 1, expected: 1 },
		status: 'final',
		version: '',
		notes: [],
		demo: false,
		categories: Array.from({ length }, (_, i) => ({
			key: `2026-${String(10 - length + i).padStart(2, '0')}`,
			label: `${10 - length + i}月`,
			...(more.late && i === length - 1 ? { partial: true } : {})
		})),
		series: Object.entries(lists).map(([id, values]): FigureSeries => ({
			id,
			label: id,
			unit,
			kind: 'line',
			values,
			decimals,
			displays: values.map((value) => (value === null ? '—' : value.toFixed(decimals))),
			passports: [],
			...(id === 'projection' ? { role: 'projection' as const } : {})
		})),
		...(more.target === undefined ? {} : { target: { value: more.target, label: '', series: 's' } })
	};
}

// Protects the rule that a headline says only what the values say.
describe('headlines', () => {
	it('count how long something has moved one way, as printed', () => {
		expect(run([3, 2, 2.1, 2.2, 2.3], 1)).toEqual({ direction: 1, length: 3, before: -1 });
		// 2.34 and 2.31 both print 2.3: no move.
		expect(run([2, 2.34, 2.31], 1)).toEqual({ direction: 0, length: 1, before: 1 });
	});
	it('tell a recovery from going on rising', () => {
		const says = growth('s', '科创企业贷款');
		expect(says(figure({ s: [15, 14, 14.4, 15.1, 16.8] }))).toBe('科创企业贷款增速连续三月回升');
		expect(says(figure({ s: [13, 14, 14.4, 15.1] }))).toBe('科创企业贷款增速连续三月加快');
		expect(says(figure({ s: [13, 14, 13.5, 13.2, 13.1] }))).toBe('科创企业贷款增速连续三月回落');
		expect(says(figure({ s: [13, 12, 16.8] }))).toBe('科创企业贷款同比增长16.8%');
		expect(says(figure({ s: [1, -2.5] }))).toBe('科创企业贷款同比下降2.5%');
		expect(says(figure({ s: [null, null] }))).toBeNull();
	});
	it('speak of the last complete month, by name, while returns are missing', () => {
		expect(growth('s', '贷款')(figure({ s: [13, 12, 16.8, 3.2] }, { late: true }))).toBe(
			'8月贷款同比增长16.8%'
		);
	});
	it('F6: never call a rounded-up share a met target', () => {
		const says = target('s', '占比');
		expect(says(figure({ s: [49.96] }, { target: 50, decimals: 2 }))).toBe('占比49.96%，低于目标');
		expect(says(figure({ s: [50.1] }, { target: 50 }))).toBe('占比50.1%，高于目标');
		expect(says(figure({ s: [48.7], projection: [50.4] }, { target: 50 }))).toBe('占比48.7%，年末有望达标');
		expect(says(figure({ s: [51], projection: [49] }, { target: 50 }))).toBe('占比51.0%，年末恐难达标');
	});
	it('compare in 个百分点, and say nothing without both sides', () => {
		const says = against('s', 't', '甲', '乙');
		expect(says(figure({ s: [16.8], t: [6.7] }))).toBe('甲比乙快10.1个百分点');
		expect(says(figure({ s: [6.7], t: [6.7] }))).toBe('甲与乙持平');
		expect(says(figure({ s: [6.7], t: [null] }))).toBeNull();
	});
	it('name who is first only if there is one', () => {
		expect(first('s', '余额')(figure({ s: [3, 9, 4] }, { unit: '亿元' }))).toBe('8月余额居首，9.0亿元');
		expect(first('s', '余额')(figure({ s: [9, 9] }))).toBeNull();
		expect(
			most('s', (who) => `上半年后${who}最多`, ['2026-07'])(figure({ s: [3, 9, 4] }, { unit: '户' }))
		).toBe('上半年后7月最多，3.0户');
	});
	it('say more, less, level', () => {
		expect(moved('s', '发债')(figure({ s: [5, 18.9] }, { unit: '亿元' }))).toBe('发债环比增加13.9亿元');
		expect(moved('s', '发债')(figure({ s: [5, 5.01] }, { unit: '亿元' }))).toBe('发债与上月持平');
		expect(level('s', '占比')(figure({ s: [5, 4, 3, 2.5] }))).toBe('占比连续三月降至2.5%');
		expect(balance('s', 't', '名单')(figure({ s: [6], t: [5] }, { unit: '户', decimals: 0 }))).toBe(
			'9月名单净增1户'
		);
		expect(above('s', 't', '家银行', '高于公示')(figure({ s: [3, 2], t: [2, 2] }))).toBe('1家银行高于公示');
	});
});
