import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import loanTag from '#datasets/loan-tag.ts';
import roster from '#datasets/roster.ts';
import { defineFileCheck, type Failing } from './define.ts';

export default defineFileCheck(loanTag, {
	id: 'Q04',
	severity: 'quality',
	from: '2022-10',
	needs: [roster],
	message: '附加信息按科创贷款报送，但贷款发放日借款人不在名录，或证书已过期',
	remedy: '请核对借款人；确为科创企业的，请说明并由名录单位更新名录',
	basis: 'Q04，本平台；类别只按名录匹配，不采用银行自报',
	*find(rows, context) {
		const loans = new Map(
			[...(context.rows(corpLoanStock) ?? []), ...(context.rows(corpLoanFlow) ?? [])].map((loan) => [
				`${loan.loanNo} ${loan.contractNo}`,
				loan
			])
		);
		for (const { row, line } of rows) {
			const loan = loans.get(`${row.loanNo} ${row.contractNo}`);
			if (!loan?.borrower || !loan.grantedOn || context.labelsOf(loan.borrower, loan.grantedOn).length)
				continue;
			yield { line, at: ['loanNo'], seen: `${row.loanNo}（${loan.borrower}）` } satisfies Failing<'loanNo'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1' }],
				others: {
					roster: [],
					'corp-loan-stock': [
						{ loanNo: 'JJ1', contractNo: 'HT1', borrower: '91110108MA0000015T', grantedOn: '2026-03-15' }
					]
				},
				labels: { '91110108MA0000015T': ['HNTE'] }
			}
		],
		fail: [
			{
				rows: [{ loanNo: 'JJ1', contractNo: 'HT1' }],
				others: {
					roster: [],
					'corp-loan-stock': [
						{ loanNo: 'JJ1', contractNo: 'HT1', borrower: '91110108MA0000015T', grantedOn: '2026-03-15' }
					]
				}
			}
		]
	}
});
