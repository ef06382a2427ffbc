import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import { monthsLeft, pace, plus, product, ratio, yearToDate } from '#formula/formula.ts';
import { fundsIssued, fundsToKeyAreas } from '../conditions.ts';

export default defineIndicator({
	id: 'key-area-projection',
	code: 'M04-1d',
	label: '重点领域占比全年预计',
	short: '全年预计占比',
	english: 'Projected key-area share at year-end',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'higher',
	definition: '假定当年剩余月份按最近三个月的平均进度发放，全年累计发放额中投向重点领域的占比。',
	basis: '银管发〔2022〕98号（四）；预计方法为本平台默认',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool', 'institution', 'kind'],
	comparisons: [],
	formula: ratio(
		plus(yearToDate(fundsToKeyAreas), product(pace(fundsToKeyAreas), monthsLeft)),
		plus(yearToDate(fundsIssued), product(pace(fundsIssued), monthsLeft))
	),
	examples: [
		{
			says: '七、八、九月各发 10，重点领域 3、4、5；剩三个月按月均 4 ÷ 10：（12 + 12）÷（30 + 30）',
			parameters: { loansSupportedCount: '0', keyAreaGreenCounts: '0' },
			given: [
				{
					dataset: policyFund,
					month: '2026-07',
					rows: [
						{ amount: 3, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 7, basis: 'funds_issued', keyArea: ['OTHER'] }
					]
				},
				{
					dataset: policyFund,
					month: '2026-08',
					rows: [
						{ amount: 4, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 6, basis: 'funds_issued', keyArea: ['OTHER'] }
					]
				},
				{
					dataset: policyFund,
					month: '2026-09',
					rows: [
						{ amount: 5, basis: 'funds_issued', keyArea: ['TECH'] },
						{ amount: 5, basis: 'funds_issued', keyArea: ['OTHER'] }
					]
				}
			],
			value: '24/60'
		}
	]
});
