import { expect, it } from 'vitest';
import publishedSeries from '#datasets/published-series.ts';
import { published, publishedOf } from '#lib/server/observe/published.ts';
import { accept, enter, scratchLedger } from './rollup-ledger.ts';

// Protects published numbers: growth is what was published, not what the levels would give.
it('keeps growth as published, with its source, unit and breaks', () => {
	const ledger = scratchLedger();
	try {
		enter(ledger, 'pbc', 'unit');
		const row = (period: string, value: number, yearOnYear: number | null) => ({
			series: '科技型中小企业贷款余额(本外币)',
			seriesEn: 'Outstanding loans to tech SMEs (all currencies)',
			region: '全国',
			period,
			value,
			unit: '万亿元',
			yearOnYear,
			sourceTitle: '投向报告',
			sourceDate: '2025-02-18',
			sourceUrl: null
		});
		accept(ledger, publishedSeries, 'pbc', '2026-09', [
			row('2024Q4', 32_700, 2_120),
			row('2023Q4', 24_500, 2_190),
			row('2025Q1-Q3', 1, null)
		]);
		const series = publishedOf(ledger, '科技型中小企业贷款余额(本外币)', '全国')!;
		// By the levels it would be 3.27 ÷ 2.45 − 1 = 33.5 %; published is 21.2 %.
		expect(
			series.points.map(({ period, month, value, display, yearOnYear }) => [
				period,
				month,
				value,
				display,
				yearOnYear
			])
		).toEqual([
			['2023Q4', '2023-12', 2.45, '2.45', 21.9],
			['2024Q4', '2024-12', 3.27, '3.27', 21.2],
			['2025Q1-Q3', null, 0.0001, '0.0001', null]
		]);
		expect(series.breaks).toMatchObject([{ from: '2024Q2' }]);
		expect(published(ledger)).toHaveLength(1);
	} finally {
		ledger.close();
	}
});
