import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import fundPosition from '#formula/views/fund-position.ts';
import { sum } from '#formula/formula.ts';
import { counted } from '../conditions.ts';

export default defineIndicator({
	id: 'policy-funds-balance',
	code: 'M04-2b',
	label: '政策资金余额',
	english: 'Policy funds outstanding',
	clause: 4,
	unit: 'yiYuan',
	nature: 'stock',
	better: 'higher',
	definition:
		'期末尚未归还的央行政策性资金：历次发放的资金中，归还日期（没有归还信息的用到期日期）在期末之后的金额。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	formula: sum(fundPosition, 'outstanding', [counted]),
	examples: [
		{
			says: '2025年9月发 10、2026年10月到期仍在；8月发 20 已于9月归还；9月发 5',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyFund,
					month: '2025-09',
					rows: [
						{
							trancheNo: 'a',
							tool: 'SMALL',
							amount: 10,
							basis: 'funds_issued',
							dueOn: '2026-10-01',
							repaidOn: null
						}
					]
				},
				{
					dataset: policyFund,
					month: '2026-08',
					rows: [
						{
							trancheNo: 'b',
							tool: 'JCR',
							amount: 20,
							basis: 'funds_issued',
							dueOn: '2027-08-01',
							repaidOn: '2026-09-15'
						}
					]
				},
				{
					dataset: policyFund,
					rows: [
						{
							trancheNo: 'c',
							tool: 'JCR',
							amount: 5,
							basis: 'funds_issued',
							dueOn: '2027-08-01',
							repaidOn: null
						}
					]
				}
			],
			value: 15
		}
	]
});
