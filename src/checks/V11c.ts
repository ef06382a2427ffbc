import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V11c',
	severity: 'validity',
	from: '2022-10',
	at: ['grantedOn'],
	message: '贷款发放日期不得晚于报表日期',
	remedy: '请核对发放日期；期后发放的贷款报入下期',
	basis: 'V11，见于公开的银行报送程序',
	holds: ({ grantedOn }, { periodEnd }) => grantedOn <= periodEnd,
	examples: {
		pass: [{ grantedOn: '2026-09-30' }],
		fail: [{ grantedOn: '2026-10-01' }]
	}
});
