import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import fundRepayment from '#formula/views/fund-repayment.ts';
import { sum } from '#formula/formula.ts';
import { counted } from '../conditions.ts';

export default defineIndicator({
	id: 'policy-funds-repaid',
	code: 'M04-2c',
	label: '政策资金当期归还额',
	english: 'Policy funds repaid in the period',
	clause: 4,
	unit: 'yiYuan',
	nature: 'flow',
	better: 'neither',
	definition: '当期归还的央行政策性资金；没有归还信息的，按到期日期视同归还。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	formula: sum(fundRepayment, 'amount', [counted]),
	examples: [
		{
			says: '8月发放的 20 于 9 月 15 日归还，另 7 于 9 月 30 日到期',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					month: '2026-08',
					rows: [
						{
							trancheNo: 'b',
							amount: 20,
							basis: 'funds_issued',
							dueOn: '2027-08-01',
							repaidOn: '2026-09-15'
						},
						{ trancheNo: 'c', amount: 7, basis: 'funds_issued', dueOn: '2026-09-30' },
						{ trancheNo: 'd', amount: 9, basis: 'funds_issued', dueOn: '2026-10-01' }
					]
				}
			],
			value: 27
		}
	]
});
