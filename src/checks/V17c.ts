import { decimalText } from '#core/decimal.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import policyFund from '#datasets/policy-fund.ts';
import { defineFileCheck, type CheckContext, type Failing } from './define.ts';

/** Granted in the period by loan, in 分 of CNY; the largest where banks number alike. */
function principals(context: CheckContext): Map<string, number> {
	const granted = new Map<string, number>();
	for (const { institutionCode, loanNo, direction, amountCny } of context.allRows(corpLoanFlow)) {
		if (direction !== '1') continue;
		const key = `${institutionCode} ${loanNo}`;
		granted.set(key, (granted.get(key) ?? 0) + amountCny!);
	}
	const byLoan = new Map<string, number>();
	for (const [key, amount] of granted) {
		const loanNo = key.slice(key.indexOf(' ') + 1);
		byLoan.set(loanNo, Math.max(byLoan.get(loanNo) ?? 0, amount));
	}
	return byLoan;
}

export default defineFileCheck(policyFund, {
	id: 'V17c',
	severity: 'validity',
	from: '2022-10',
	message: '资金金额超过对应贷款本金乘以工具规定比例',
	remedy: '请核对发放金额和对应借据',
	basis: 'V17，本平台；科技创新和技术改造再贷款为本金的 60%，其他工具为本金；只核对当月发放的贷款',
	*find(rows, context) {
		const granted = rows.some(({ row }) => row.loanNo !== null) ? principals(context) : null;
		for (const { row, line } of rows) {
			const principal = row.loanNo === null ? undefined : granted!.get(row.loanNo);
			if (principal === undefined || row.tool === null) continue;
			const ratio =
				row.basis === 'funds_issued' ? (context.parameter('fundRatio', row.issuedOn!, row.tool) ?? 1) : 1;
			if (row.amount! <= Math.round(principal * ratio)) continue;
			const remedy = `贷款本金 ${decimalText(principal, 2)} 元，按 ${ratio * 100}% 计不应超过 ${decimalText(Math.round(principal * ratio), 2)} 元`;
			yield { line, at: ['amount', 'loanNo'], remedy } satisfies Failing<'amount' | 'loanNo'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ loanNo: 'JJ1', tool: 'TECH', basis: 'funds_issued', issuedOn: '2026-09-10', amount: 60_00 }],
				others: { 'corp-loan-flow': [{ loanNo: 'JJ1', direction: '1', amountCny: 100_00 }] }
			},
			{
				rows: [{ loanNo: 'JJ2', tool: 'TECH', basis: 'funds_issued', issuedOn: '2026-09-10', amount: 60_00 }]
			}
		],
		fail: [
			{
				rows: [{ loanNo: 'JJ1', tool: 'TECH', basis: 'funds_issued', issuedOn: '2026-09-10', amount: 60_01 }],
				others: { 'corp-loan-flow': [{ loanNo: 'JJ1', direction: '1', amountCny: 100_00 }] }
			},
			{
				rows: [{ loanNo: 'JJ1', tool: 'JCR', basis: 'funds_issued', issuedOn: '2026-09-10', amount: 100_01 }],
				others: { 'corp-loan-flow': [{ loanNo: 'JJ1', direction: '1', amountCny: 100_00 }] }
			}
		]
	}
});
