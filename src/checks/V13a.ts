import corpCustomer from '#datasets/corp-customer.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck } from './define.ts';
import { disagreement } from './parts/customers.ts';

export default defineFileCheck(corpCustomer, {
	id: 'V13a',
	severity: 'validity',
	from: '2022-10',
	message: '贷款文件中的借款人应在客户基础信息中，且部门、规模、行业、地区一致',
	remedy: '请补报该客户，或改为一致后重新报送',
	basis: 'V13，见于公开的银行报送程序；贷款文件先到时在客户文件上报告',
	*find(rows, context) {
		const loans = [...(context.rows(corpLoanStock) ?? []), ...(context.rows(corpLoanFlow) ?? [])];
		const known = new Map(rows.map((placed) => [`${placed.row.idKind} ${placed.row.customer}`, placed]));
		const said = new Set<string>();
		for (const loan of loans) {
			const key = `${loan.borrowerIdKind} ${loan.borrower}`;
			if (said.has(key)) continue;
			const placed = known.get(key);
			const differing = placed && disagreement(loan, placed.row);
			if (placed && !differing) continue;
			said.add(key);
			if (!placed)
				yield { line: null, at: ['customer'], seen: loan.borrower!, message: '缺少贷款文件中的借款人' };
			else yield { line: placed.line, at: [differing!.customer], message: differing!.message };
		}
	},
	examples: {
		pass: [
			{ rows: [{ idKind: 'A01', customer: '91110108MA0000015T' }] },
			{
				rows: [{ idKind: 'A01', customer: '91110108MA0000015T', sector: 'C01' }],
				others: {
					'corp-loan-stock': [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T', sector: 'C01' }]
				}
			}
		],
		fail: [
			{ rows: [], others: { 'corp-loan-flow': [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T' }] } },
			{
				rows: [{ idKind: 'A01', customer: '91110108MA0000015T', sector: 'C01' }],
				others: {
					'corp-loan-stock': [{ borrowerIdKind: 'A01', borrower: '91110108MA0000015T', sector: 'A04' }]
				}
			}
		]
	}
});
