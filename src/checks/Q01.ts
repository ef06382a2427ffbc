import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

const perCent = 100_000;
/** Too few loans have no usual rate. */
const enough = 30;

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'Q01',
	severity: 'quality',
	eachRow: true,
	from: '2022-10',
	message: '利率为零、过低、过高，或偏离本机构均值 3 个标准差以上',
	remedy: '请核对利率是否按年利率百分数填写（3.45 表示 3.45%）；属实的请说明',
	basis: 'Q01；界限为参数 rateLow、rateHigh、rateSpread',
	*find(rows, context) {
		const low = (context.parameter('rateLow') ?? 0) * perCent;
		const high = (context.parameter('rateHigh') ?? Infinity) * perCent;
		const rates = rows.flatMap(({ row }) => (row.rate === null ? [] : [row.rate]));
		const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
		const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length);
		const reach =
			rates.length < enough ? Infinity : deviation * (context.parameter('rateSpread') ?? Infinity);
		const shown = (rate: number) => `${(rate / perCent).toFixed(2)}%`;
		for (const { row, line } of rows) {
			if (row.rate === null) continue;
			let message: string | null = null;
			if (row.rate === 0) message = '利率为零';
			else if (row.rate < low) message = `利率低于 ${shown(low)}`;
			else if (row.rate > high) message = `利率高于 ${shown(high)}`;
			else if (Math.abs(row.rate - mean) > reach) message = `利率偏离本机构均值 ${shown(mean)} 较大`;
			if (message) yield { line, at: ['rate'], message } satisfies Failing<'rate'>;
		}
	},
	examples: {
		pass: [{ rows: [{ rate: 345_000 }, { rate: 50_000 }, { rate: 1_500_000 }] }],
		fail: [
			{ rows: [{ rate: 0 }] },
			{ rows: [{ rate: 3_450 }] }, // 0.0345 %: a fraction taken for per cent
			{ rows: [{ rate: 35_000_000 }] },
			{ rows: [...Array.from({ length: 60 }, (_, i) => ({ rate: 340_000 + i * 100 })), { rate: 900_000 }] }
		]
	}
});
