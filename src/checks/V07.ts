import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck(corpLoanStock, {
	id: 'V07',
	severity: 'validity',
	from: '2022-10',
	at: ['repricedOn', 'extendedTo', 'rateFixed'],
	message: '浮动利率贷款展期的，利率重新定价日不得晚于展期到期日',
	remedy: '请核对重新定价日和展期到期日',
	basis: 'V07，见于公开的银行报送程序',
	holds: ({ extendedTo, rateFixed, repricedOn }) => rateFixed !== 'RF02' || repricedOn <= extendedTo,
	examples: {
		pass: [{ rateFixed: 'RF02', extendedTo: '2027-03-14', repricedOn: '2027-01-01' }],
		fail: [{ rateFixed: 'RF02', extendedTo: '2027-03-14', repricedOn: '2027-03-15' }]
	}
});
