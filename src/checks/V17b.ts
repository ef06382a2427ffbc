import { addMonths } from '#core/period.ts';
import policyFund from '#datasets/policy-fund.ts';
import { defineFileCheck, type CheckContext, type Failing } from './define.ts';

/** Which tool a loan was claimed under in the eleven months before, by bank and loan. */
const claimedBefore = (context: CheckContext): Map<string, string> =>
	new Map(
		Array.from(
			{ length: 11 },
			(_, back) => context.rows(policyFund, addMonths(context.period, back - 11)) ?? []
		)
			.flat()
			.filter(({ loanNo }) => loanNo !== null)
			.map(({ institution, loanNo, tool }) => [`${institution} ${loanNo}`, tool!])
	);

export default defineFileCheck(policyFund, {
	id: 'V17b',
	severity: 'validity',
	from: '2022-10',
	message: '同一笔贷款不得在两个政策工具下重复申领',
	remedy: '请保留最具体的一个工具，删去另一笔，或更正对应借据',
	basis: 'V17，本平台',
	*find(rows, context) {
		const claimed = claimedBefore(context);
		for (const { row, line } of rows) {
			if (row.loanNo === null || row.tool === null) continue;
			const key = `${row.institution} ${row.loanNo}`;
			const before = claimed.get(key);
			if (before === undefined) claimed.set(key, row.tool);
			else if (before !== row.tool)
				yield { line, at: ['loanNo', 'tool'] } satisfies Failing<'loanNo' | 'tool'>;
		}
	},
	examples: {
		pass: [
			{
				rows: [
					{ institution: 'bank01', loanNo: 'JJ1', tool: 'JCR' },
					{ institution: 'bank02', loanNo: 'JJ1', tool: 'TECH' }
				]
			}
		],
		fail: [
			{
				rows: [
					{ institution: 'bank01', loanNo: 'JJ1', tool: 'JCR' },
					{ institution: 'bank01', loanNo: 'JJ1', tool: 'TECH' }
				]
			},
			{
				rows: [{ institution: 'bank01', loanNo: 'JJ1', tool: 'TECH' }],
				others: { 'policy-fund@2026-03': [{ institution: 'bank01', loanNo: 'JJ1', tool: 'SMALL' }] }
			}
		]
	}
});
