import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import loanTag from '#datasets/loan-tag.ts';
import { defineFileCheck, sideOf } from './define.ts';

interface Loan {
	readonly loanNo: string | null;
	readonly contractNo: string | null;
}
const keyOf = ({ loanNo, contractNo }: Loan): string => `${loanNo} ${contractNo}`;

export default defineFileCheck([loanTag, corpLoanStock, corpLoanFlow], {
	id: 'V14',
	severity: 'validity',
	from: '2022-10',
	message: '附加信息中的贷款应在同期存量或发生额文件中',
	remedy: '请核对借据编码和合同编码，或补报该笔贷款',
	basis: 'V14，见于公开的银行报送程序；三份文件到齐时在后到的一份上报告',
	*find(rows, context) {
		const [tags, stock, flow] = [loanTag, corpLoanStock, corpLoanFlow].map((dataset) =>
			sideOf(dataset, rows, context)
		) as (readonly Loan[] | null)[];
		if (!tags || !stock || !flow) return;
		const known = new Set([...stock.map(keyOf), ...flow.map(keyOf)]);
		for (const [at, tag] of tags.entries()) {
			if (known.has(keyOf(tag))) continue;
			const line = context.dataset === loanTag.id ? rows[at]!.line : null;
			yield { line, at: ['loanNo', 'contractNo'], ...(line === null && { seen: tag.loanNo ?? '' }) };
		}
	},
	examples: {
		pass: [
			{ rows: [{ loanNo: 'JJ1', contractNo: 'HT1' }], others: { 'corp-loan-stock': [] } },
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1' }],
				others: { 'corp-loan-stock': [], 'corp-loan-flow': [{ loanNo: 'JJ1', contractNo: 'HT1' }] }
			}
		],
		fail: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1' }],
				others: { 'corp-loan-stock': [{ loanNo: 'JJ1', contractNo: 'HT2' }], 'corp-loan-flow': [] }
			},
			{
				dataset: corpLoanStock,
				rows: [{ loanNo: 'JJ2', contractNo: 'HT2' }],
				others: { 'loan-tag': [{ loanNo: 'JJ1', contractNo: 'HT1' }], 'corp-loan-flow': [] }
			}
		]
	}
});
