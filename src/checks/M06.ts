import corpLoanFlow from '#datasets/corp-loan-flow.ts';
import corpLoanStock from '#datasets/corp-loan-stock.ts';
import { defineFileCheck, type Failing } from './define.ts';

const tests = [
	{
		at: 'size',
		parameter: 'otherSizeShare',
		said: '企业规模为“其他”',
		is: (value: string | null) => value === 'CS05'
	},
	{
		at: 'guarantee',
		parameter: 'otherGuaranteeShare',
		said: '担保方式为“其他”',
		is: (value: string | null) => value === 'Z'
	},
	{
		at: 'industryOfUse',
		parameter: 'missingUseShare',
		said: '实际投向缺失',
		is: (value: string | null) => value === null
	}
] as const;

export default defineFileCheck([corpLoanStock, corpLoanFlow], {
	id: 'M06',
	severity: 'macro',
	from: '2022-10',
	message: '“其他”或缺失的笔数占比过高',
	remedy: '请尽量按实际填写；属实的请说明',
	basis: 'A06，本平台；界限为参数 otherSizeShare、otherGuaranteeShare、missingUseShare',
	*find(rows, context) {
		for (const { at, parameter, said, is } of tests) {
			const limit = context.parameter(parameter) ?? 1;
			const count = rows.reduce((sum, { row }) => (is(row[at]) ? sum + 1 : sum), 0);
			if (count <= rows.length * limit) continue;
			const share = ((count / rows.length) * 100).toFixed(2);
			const message = `${said}的有 ${count} 笔，占 ${share}%，超过 ${limit * 100}%`;
			yield { line: null, at: [at], seen: `${share}%`, message } satisfies Failing<typeof at>;
		}
	},
	examples: {
		pass: [
			{
				rows: Array.from({ length: 20 }, (_, i) => ({
					size: i ? 'CS03' : 'CS05',
					guarantee: 'D',
					industryOfUse: 'C391'
				}))
			}
		],
		fail: [
			{
				rows: Array.from({ length: 19 }, (_, i) => ({
					size: i ? 'CS03' : 'CS05',
					guarantee: 'D',
					industryOfUse: 'C391'
				}))
			},
			{ rows: [{ size: 'CS03', guarantee: 'Z', industryOfUse: 'C391' }] },
			{ rows: [{ size: 'CS03', guarantee: 'D', industryOfUse: null }] }
		]
	}
});
