import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V11a',
	severity: 'validity',
	from: '2022-10',
	at: ['grantedOn', 'dueOn'],
	message: '贷款发放日期不得晚于到期日期',
	remedy: '请核对两个日期',
	basis: 'V11，见于公开的银行报送程序',
	holds: ({ grantedOn, dueOn }) => grantedOn <= dueOn,
	examples: {
		pass: [
			{ grantedOn: '2026-03-15', dueOn: '2027-03-14' },
			{ grantedOn: '2026-03-15', dueOn: '2026-03-15' }
		],
		fail: [{ grantedOn: '2026-03-15', dueOn: '2026-03-14' }]
	}
});
