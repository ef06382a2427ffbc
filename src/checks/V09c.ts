import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck(corpLoanStock, {
	id: 'V09c',
	severity: 'validity',
	from: '2022-10',
	at: ['repricedOn', 'rateFixed', 'grantedOn', 'dueOn', 'extendedTo'],
	message: '浮动利率贷款的利率重新定价日应在发放日与实际到期日之间',
	remedy: '请核对重新定价日；展期的以展期到期日为实际到期日',
	basis: 'V09，见于公开的银行报送程序',
	holds: ({ rateFixed, grantedOn, repricedOn, dueOn, extendedTo }) => {
		if (rateFixed !== 'RF02' || repricedOn === null || grantedOn === null || dueOn === null) return true;
		return grantedOn <= repricedOn && repricedOn <= (extendedTo ?? dueOn);
	},
	examples: {
		pass: [
			{ rateFixed: 'RF02', grantedOn: '2026-03-15', repricedOn: '2027-01-01', dueOn: '2027-03-14' },
			{
				rateFixed: 'RF02',
				grantedOn: '2025-03-15',
				repricedOn: '2027-01-01',
				dueOn: '2026-03-14',
				extendedTo: '2027-03-14'
			}
		],
		fail: [
			{ rateFixed: 'RF02', grantedOn: '2026-03-15', repricedOn: '2026-01-01', dueOn: '2027-03-14' },
			{ rateFixed: 'RF02', grantedOn: '2026-03-15', repricedOn: '2028-01-01', dueOn: '2027-03-14' }
		]
	}
});
