import corpCustomer from '#datasets/corp-customer.ts';
import { defineCheck } from './define.ts';
import { holdsFor } from './V01.ts';

export default defineCheck(corpCustomer, {
	id: 'V01a',
	severity: 'validity',
	from: '2022-10',
	at: ['customer', 'idKind'],
	message: '客户证件代码与证件类型不符，或校验位错误',
	remedy: '请核对客户营业执照；证件类型 A01 填 18 位统一社会信用代码，A02 填 9 位组织机构代码',
	basis: 'V01；GB 32100—2015、GB 11714',
	holds: (row) => holdsFor(row.idKind, row.customer),
	examples: {
		pass: [{ idKind: 'A01', customer: '91110112MA00ABCD4X' }],
		fail: [{ idKind: 'A01', customer: '91110112MA00ABCD5X' }]
	}
});
