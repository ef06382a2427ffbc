import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineCheck } from './define.ts';

const barred = /[!?^|\s]/;

export default defineCheck([corpLoanStock, corpLoanFlow], {
	id: 'V15',
	severity: 'validity',
	from: '2022-10',
	at: ['purpose'],
	message: '贷款用途中不得有 ! ? ^ | 和空格、制表符、换行',
	remedy: '请删去这些字符',
	basis: 'V15，见于公开的银行报送程序',
	holds: ({ purpose }) => !barred.test(purpose),
	examples: {
		pass: [{ purpose: '采购研发设备、支付货款' }],
		fail: [{ purpose: '采购 设备' }, { purpose: '采购设备!' }, { purpose: '采购\t设备' }]
	}
});
