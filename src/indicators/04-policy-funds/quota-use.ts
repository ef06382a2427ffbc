import { defineIndicator } from '../define.ts';
import policyFund from '#datasets/policy-fund.ts';
import policyQuota from '#datasets/policy-quota.ts';
import fundPosition from '#formula/views/fund-position.ts';
import toolQuota from '#formula/views/tool-quota.ts';
import { ratio, sum } from '#formula/formula.ts';
import { isTrue } from '#formula/test.ts';
import { counted } from '../conditions.ts';
import { withinQuota } from '../status.ts';

export default defineIndicator({
	id: 'quota-use',
	code: 'M04-3',
	label: '政策工具额度使用率',
	short: '额度使用率',
	english: 'Use of policy-tool quotas',
	clause: 4,
	unit: 'percent',
	nature: 'ratio',
	better: 'neither',
	definition: '有额度管理的政策工具期末资金余额与执行额度之比；子产品占用母工具额度。',
	basis: '银管发〔2022〕98号（四）',
	every: 'month',
	filedBy: '人民银行（资金发放明细）',
	by: ['tool'],
	status: withinQuota,
	formula: ratio(sum(fundPosition, 'outstanding', [counted, isTrue('hasQuota')]), sum(toolQuota, 'quota')),
	examples: [
		{
			says: '支小额度 100，其中京创融 30、一般 20 未还：50 ÷ 100；没有额度的工具不计',
			parameters: { loansSupportedCount: '0' },
			given: [
				{
					dataset: policyQuota,
					month: '2026-01',
					rows: [
						{ tool: 'SMALL', validFrom: '2025-01-01', quota: 80 },
						{ tool: 'SMALL', validFrom: '2026-01-01', quota: 100 }
					]
				},
				{
					dataset: policyFund,
					rows: [
						{ trancheNo: 'a', tool: 'JCR', amount: 30, basis: 'funds_issued', dueOn: '2027-01-01' },
						{ trancheNo: 'b', tool: 'SMALL', amount: 20, basis: 'funds_issued', dueOn: '2027-01-01' },
						{ trancheNo: 'c', tool: 'OTHER', amount: 99, basis: 'funds_issued', dueOn: '2027-01-01' }
					]
				}
			],
			value: '1/2'
		}
	]
});
