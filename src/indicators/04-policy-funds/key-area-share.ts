import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { ratio, yearToDate } from '#formula/formula.ts';
import { fundsIssued, fundsToKeyAreas } from '../conditions.ts';
import { shareTarget } from '../status.ts';
import { vector } from '../vector.ts';

export default defineIndicator({
	id: 'key-area-share',
	code: 'M04-1',
	label: '央行政策资金投向重点领域占比',
	short: '重点领域占比',
	english: 'Share of policy funds to key areas',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition:
		'当年累计发放的央行政策性资金中，投向科技创新、先进制造等重点领域的金额占比。子产品并入母工具，同一笔只计一次；同时投向几个领域的也只计一次；总行直接发放、在京只统计支持贷款的工具默认不计入。',
	basis: '银管发〔2022〕98号（四）：每年发放的央行政策性资金的50%以上投向科技创新、先进制造等重点领域',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	target: { star: true, parameter: 'keyAreaShare', atLeast: true, each: '每年' },
	status: shareTarget,
	formula: yearToDate(ratio(fundsToKeyAreas, fundsIssued)),
	examples: [
		{
			says: '100 支小（京创融 40）＋ 60 再贴现（京创通 20，另 5 先进制造）：65 ÷ 160，不是 65 ÷ 220',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [vector],
			value: '65/160'
		},
		{
			says: '一月 10 中 10，九月 30 中 5：15 ÷ 40，每月占比不平均',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [
				{
					dataset: policyFund,
					month: '2026-01',
					rows: [{ amount: 10, basis: 'funds_issued', keyArea: ['TECH'] }]
				},
				{
					dataset: policyFund,
					rows: [
						{ amount: 5, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 25, basis: 'funds_issued', keyArea: ['OTHER'] }
					]
				}
			],
			value: '15/40'
		},
		{
			says: '支持贷款口径不计入：只有 8 中 4',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [
				{
					dataset: policyFund,
					rows: [
						{ amount: 4, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 4, basis: 'funds_issued', keyArea: ['GREEN'] },
						{ amount: 90, basis: 'loans_supported', keyArea: ['TECH'] }
					]
				}
			],
			value: '1/2'
		},
		{
			says: '当年尚未发放',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [{ dataset: policyFund, rows: [] }],
			value: { missing: 'zero-denominator' }
		}
	]
});
