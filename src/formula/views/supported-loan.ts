import { supportTools } from '#codes/support-tool.ts';
import { code, money, text } from '#datasets/define.ts';
import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import loanTag from '#datasets/loan-tag.ts';
import { defineView } from '../source.ts';

/** Loans granted in the month that banks tag as supported by a policy tool. */
export default defineView({
	id: 'supported-loan',
	label: '当月发放的支持工具项下贷款',
	nature: 'flow',
	cumulates: true,
	from: [corpLoanFlow, loanTag],
	reach: 'month',
	columns: {
		loanNo: text('借据编码'),
		tool: code('支持工具', supportTools),
		amount: money('发放金额'),
		borrower: text('借款人')
	},
	dimensions: {
		institution: { by: 'filer' },
		kind: { by: 'filerKind' },
		label: { by: 'labels', column: 'borrower' }
	},
	rows: (input, month) => {
		const tags = new Map(
			input
				.rows(loanTag, month)
				.filter(({ values }) => values.supportTool !== null && values.supportTool !== undefined)
				.map(({ filer, values }) => [`${filer}\t${values.loanNo}\t${values.contractNo}`, values.supportTool!])
		);
		if (!tags.size) return [];
		return input.rows(corpLoanFlow, month).flatMap((fact) => {
			const { loanNo, contractNo, amountCny, borrower, direction } = fact.values;
			const tool = tags.get(`${fact.filer}\t${loanNo}\t${contractNo}`);
			if (direction !== '1' || tool === undefined) return [];
			return [{ ...fact, values: { loanNo: loanNo!, tool, amount: amountCny!, borrower: borrower! } }];
		});
	}
});
