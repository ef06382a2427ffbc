import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(corpLoanStock, {
	id: 'V06',
	severity: 'validity',
	from: '2022-10',
	at: ['repricedOn', 'extendedTo', 'rateFixed'],
	message: '固定利率贷款展期的，利率重新定价日应等于展期到期日',
	remedy: '请将重新定价日改为展期到期日',
	basis: 'V06，见于公开的银行报送程序',
	holds: ({ extendedTo, rateFixed, repricedOn }) =>
		extendedTo === null || rateFixed !== 'RF01' || repricedOn === extendedTo,
	examples: {
		pass: [
			{ rateFixed: 'RF01', extendedTo: '2027-03-14', repricedOn: '2027-03-14' },
			{ rateFixed: 'RF02', extendedTo: '2027-03-14', repricedOn: '2027-01-01' }
		],
		fail: [
			{ rateFixed: 'RF01', extendedTo: '2027-03-14', repricedOn: '2026-09-14' },
			{ rateFixed: 'RF01', extendedTo: '2027-03-14', repricedOn: null }
		]
	}
});
