import { policyTools } from '#codes/policy-tool.ts';
import { code, money } from '#datasets/define.ts';
import policyQuota from '#datasets/policy-quota.ts';
import { defineView } from '../source.ts';
import { quotasOn } from './fund-position.ts';

/** The quota of each tool in force at the month's end; a child that draws on its parent's quota has none of its own. */
export default defineView({
	id: 'tool-quota',
	label: '期末执行的工具额度',
	nature: 'stock',
	disclosed: true,
	from: [policyQuota],
	reach: 'history',
	columns: { tool: code('政策工具', policyTools), quota: money('额度') },
	dimensions: { tool: { by: 'column', column: 'tool' } },
	rows: (input, month) =>
		[...quotasOn(input, month)].map(([tool, { amount, fact }]) => ({
			...fact,
			month,
			values: { tool, quota: amount }
		}))
});
