import { defineIndicator } from '../define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import loanTag from '#datasets/loan-tag.ts';
import policyFund from '#datasets/policy-fund.ts';
import supportedLoan from '#formula/views/supported-loan.ts';
import { ratio, sum, yearToDate } from '#formula/formula.ts';
import { among } from '#formula/test.ts';
import { fundsIssued } from '../conditions.ts';

export default defineIndicator({
	id: 'policy-leverage',
	code: 'M04-7',
	label: '政策资金撬动倍数',
	english: 'Leverage of policy funds',
	clause: 4,
	unit: 'times',
	nature: 'ratio',
	better: 'higher',
	definition: '当年累计发放的再贷款、再贴现支持工具项下贷款与央行政策性资金发放额之比。',
	basis: '银管发〔2022〕98号（四）',
	every: 'quarter',
	filedBy: '人民银行（资金发放明细），银行（贷款发生额、附加信息）',
	by: ['institution', 'kind'],
	formula: yearToDate(
		ratio(sum(supportedLoan, 'amount', [among('tool', 'RELENDING', 'REDISCOUNT')]), fundsIssued)
	),
	examples: [
		{
			says: '支持工具项下贷款 30 ÷ 资金 20 = 1.5 倍；贴息项下贷款与收回不计',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: corpLoanFlow,
					rows: [
						{ loanNo: '1', contractNo: '1', direction: '1', amountCny: 30 },
						{ loanNo: '2', contractNo: '2', direction: '1', amountCny: 50 },
						{ loanNo: '1', contractNo: '1', direction: '0', amountCny: 9 }
					]
				},
				{
					dataset: loanTag,
					rows: [
						{ loanNo: '1', contractNo: '1', supportTool: 'RELENDING' },
						{ loanNo: '2', contractNo: '2', supportTool: 'INTEREST' }
					]
				},
				{ dataset: policyFund, rows: [{ amount: 20, basis: 'funds_issued' }] }
			],
			value: '3/2'
		}
	]
});
