import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V09a',
	severity: 'validity',
	from: '2022-10',
	at: ['baseRate', 'rateFixed'],
	message: '固定利率贷款不得填写基准利率',
	remedy: '请清空基准利率，或核对利率是否固定',
	basis: 'V09，见于公开的银行报送程序',
	holds: ({ rateFixed }) => rateFixed !== 'RF01',
	examples: {
		pass: [{ rateFixed: 'RF02', baseRate: 300_000 }],
		fail: [{ rateFixed: 'RF01', baseRate: 300_000 }]
	}
});
