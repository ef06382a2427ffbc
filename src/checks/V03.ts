import corpCustomer from '#datasets/corp-customer.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineEmptyCheck } from './define.ts';

export default defineEmptyCheck([corpLoanStock, corpLoanFlow, corpCustomer], {
	id: 'V03',
	severity: 'validity',
	from: '2022-10',
	at: ['sector'],
	message: '非同业单位的国民经济部门必须填写，且不得为金融机构或住户',
	remedy: '请填 A、C 或 E 类代码；金融机构、个人的贷款不在本表',
	basis: 'V03，见于公开的银行报送程序',
	holds: ({ sector }) => sector !== null && sector[0] !== 'B' && sector[0] !== 'D',
	examples: {
		pass: [{ sector: 'C01' }, { sector: 'A04' }, { sector: 'E04' }],
		fail: [{ sector: null }, { sector: 'B03' }, { sector: 'D01' }]
	}
});
