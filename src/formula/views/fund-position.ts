import { endOf } from '#core/period.ts';
import { fundBases } from '#codes/fund-basis.ts';
import { policyTools } from '#codes/policy-tool.ts';
import { code, flag, money, text } from '#datasets/define.ts';
import policyFund from '#datasets/policy-fund.ts';
import policyQuota from '#datasets/policy-quota.ts';
import { withAncestors } from '../dimensions.ts';
import { defineView, type Fact, type Input } from '../source.ts';

/** The day a tranche went back: when it was repaid or, with no word of that, when it was due. */
const endedOn = ({ values }: Fact): string => String(values.repaidOn ?? values.dueOn ?? '9999-12-31');

/** Tools that have a quota in force, with the amount of the latest line; a child of such a tool draws on its parent's. */
export function quotasOn(input: Input, month: string): Map<string, { amount: number; fact: Fact }> {
	const latest = new Map<string, Fact>();
	for (const fact of input.rows(policyQuota, month)) {
		const before = latest.get(String(fact.values.tool));
		if (!before || String(before.values.validFrom) <= String(fact.values.validFrom))
			latest.set(String(fact.values.tool), fact);
	}
	const own = [...latest].filter(
		([tool]) => !withAncestors(policyTools, tool).some((above) => above !== tool && latest.has(above))
	);
	return new Map(own.map(([tool, fact]) => [tool, { amount: Number(fact.values.quota), fact }]));
}

/** Every tranche issued so far: what is still out at the month's end and what went back during the month. */
export default defineView({
	id: 'fund-position',
	label: '历次发放的政策资金月末状态',
	nature: 'stock',
	from: [policyFund, policyQuota],
	reach: 'history',
	columns: {
		trancheNo: text('资金编号'),
		tool: code('政策工具', policyTools),
		institution: text('承办机构'),
		basis: code('计量口径', fundBases),
		outstanding: money('期末未归还金额'),
		hasQuota: flag('有额度管理'),
		borrower: text('借款人')
	},
	dimensions: {
		institution: { by: 'column', column: 'institution' },
		kind: { by: 'kindOf', column: 'institution' },
		tool: { by: 'tree', column: 'tool', list: policyTools }
	},
	rows: (input, month) => {
		const quotas = quotasOn(input, month);
		return input
			.months(policyFund, month)
			.flatMap((at) => input.rows(policyFund, at))
			.filter((fact) => endedOn(fact) > endOf(month))
			.map((fact) => {
				const { trancheNo, tool, institution, basis, amount, borrower } = fact.values;
				const hasQuota = withAncestors(policyTools, String(tool)).some((one) => quotas.has(one));
				return {
					...fact,
					month,
					values: {
						trancheNo: trancheNo!,
						tool: tool!,
						institution: institution!,
						basis: basis!,
						outstanding: amount!,
						hasQuota,
						borrower: borrower ?? null
					}
				};
			});
	}
});
