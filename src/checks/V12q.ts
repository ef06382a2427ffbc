import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'V12q',
	severity: 'quality',
	from: '2022-10',
	message: '没有期末中间价，外币折人民币金额未核对',
	remedy: '请说明折算所用汇率；中间价由监管分析员录入参数后自动核对',
	basis: 'V12，本平台',
	*find(rows, context) {
		const seen = new Map<string, { line: number; count: number }>();
		for (const { row, line } of rows) {
			if (row.currency === null || row.currency === 'CNY') continue;
			const known = seen.get(row.currency);
			if (known) known.count += 1;
			else seen.set(row.currency, { line, count: 1 });
		}
		for (const [currency, { line, count }] of seen) {
			if (context.parameter('midRate', context.periodEnd, currency) !== null) continue;
			yield {
				line,
				at: ['currency'],
				message: `没有 ${currency} 的期末中间价，${count} 笔折人民币金额未核对`
			} satisfies Failing<'currency'>;
		}
	},
	examples: {
		pass: [
			{ rows: [{ currency: 'CNY' }] },
			{ rows: [{ currency: 'USD' }], parameters: { 'midRate/USD': 7.1 } }
		],
		fail: [{ rows: [{ currency: 'CNY' }, { currency: 'USD' }, { currency: 'USD' }] }]
	}
});
