import corpCustomer from '#datasets/corp-customer.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

export default defineCheck([corpLoanStock, corpLoanFlow, corpCustomer], {
	id: 'V04',
	severity: 'validity',
	from: '2022-10',
	at: ['size', 'sector'],
	message: '企业规模为大、中、小、微型的，国民经济部门应为企业或金融机构',
	remedy: '企业请将国民经济部门改为 C 类；非企业请将规模改为 CS05',
	basis: 'V04，见于公开的银行报送程序',
	holds: ({ size, sector }) => size === 'CS05' || sector[0] === 'C' || sector[0] === 'B',
	examples: {
		pass: [
			{ size: 'CS03', sector: 'C01' },
			{ size: 'CS05', sector: 'A04' }
		],
		fail: [{ size: 'CS03', sector: 'A04' }]
	}
});
