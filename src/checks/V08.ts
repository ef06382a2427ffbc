import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck(corpLoanStock, {
	id: 'V08',
	severity: 'validity',
	from: '2022-10',
	at: ['extendedTo', 'dueOn', 'state'],
	message: '展期贷款的到期日应早于展期到期日',
	remedy: '请核对合同到期日和展期到期日',
	basis: 'V08，见于公开的银行报送程序',
	holds: ({ extendedTo, dueOn, state }) => state !== 'LS02' || dueOn < extendedTo,
	examples: {
		pass: [{ state: 'LS02', dueOn: '2026-03-14', extendedTo: '2027-03-14' }],
		fail: [{ state: 'LS02', dueOn: '2027-03-14', extendedTo: '2027-03-14' }]
	}
});
