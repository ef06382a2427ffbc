import corpCustomer from '#datasets/corp-customer.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck } from './define.ts';
import { customersById, disagreement, missingCustomer } from './parts/customers.ts';

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'V13',
	severity: 'validity',
	from: '2022-10',
	message: '借款人应在客户基础信息中，且部门、规模、行业、地区一致',
	remedy: '请在客户基础信息中补报该客户，或改为一致后重新报送',
	basis: 'V13，见于公开的银行报送程序',
	*find(rows, context) {
		const customers = context.rows(corpCustomer);
		if (!customers) return;
		const known = customersById(customers);
		for (const { row, line } of rows) {
			const customer = known.get(`${row.borrowerIdKind} ${row.borrower}`);
			if (!customer) yield { line, at: ['borrower', 'borrowerIdKind'], message: missingCustomer };
			else {
				const differing = disagreement(row, customer);
				if (differing) yield { line, at: [differing.loan], message: differing.message };
			}
		}
	},
	examples: {
		pass: [
			{ rows: [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T', size: 'CS03' }] },
			{
				rows: [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T', size: 'CS03' }],
				others: { 'corp-customer': [{ idKind: 'A01', customer: '91110108MA0000015T', size: 'CS03' }] }
			}
		],
		fail: [
			{ rows: [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T' }], others: { 'corp-customer': [] } },
			{
				rows: [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T', size: 'CS03' }],
				others: { 'corp-customer': [{ idKind: 'A01', customer: '91110108MA0000015T', size: 'CS02' }] }
			}
		]
	}
});
