import corpCustomer from '#datasets/corp-customer.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck([corpLoanStock, corpLoanFlow, corpCustomer], {
	id: 'V05',
	severity: 'validity',
	from: '2022-10',
	at: ['size', 'sector'],
	message: '国民经济部门为企业的，企业规模必须为大、中、小、微型之一',
	remedy: '请按工信部联企业〔2011〕300号划型，填 CS01 至 CS04',
	basis: 'V05，见于公开的银行报送程序',
	holds: ({ size, sector }) =>
		sector === null || sector[0] !== 'C' || sector === 'C99' || (size !== null && size !== 'CS05'),
	examples: {
		pass: [
			{ sector: 'C01', size: 'CS04' },
			{ sector: 'C99', size: 'CS05' },
			{ sector: 'A04', size: null }
		],
		fail: [
			{ sector: 'C01', size: 'CS05' },
			{ sector: 'C01', size: null }
		]
	}
});
