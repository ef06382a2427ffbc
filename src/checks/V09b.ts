import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(corpLoanStock, {
	id: 'V09b',
	severity: 'validity',
	from: '2022-10',
	at: ['repricedOn', 'dueOn', 'rateFixed', 'extendedTo'],
	message: '固定利率贷款未展期的，利率重新定价日应等于到期日',
	remedy: '请将重新定价日改为到期日',
	basis: 'V09，见于公开的银行报送程序',
	holds: ({ rateFixed, extendedTo, repricedOn, dueOn }) =>
		rateFixed !== 'RF01' || extendedTo !== null || repricedOn === dueOn,
	examples: {
		pass: [
			{ rateFixed: 'RF01', dueOn: '2027-03-14', repricedOn: '2027-03-14' },
			{ rateFixed: 'RF01', dueOn: '2026-03-14', extendedTo: '2027-03-14', repricedOn: '2027-03-14' }
		],
		fail: [
			{ rateFixed: 'RF01', dueOn: '2027-03-14', repricedOn: '2026-09-21' },
			{ rateFixed: 'RF01', dueOn: '2027-03-14', repricedOn: null }
		]
	}
});
