import techLoanBalance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import { defineFigure } from './define.ts';
import { first } from './headline.ts';

export default defineFigure({
	id: 'loan-contribution',
	label: '各银行对科创企业贷款增长的拉动',
	theme: 'loans',
	form: 'bars',
	axis: { kind: 'keys', by: 'institution', order: 'value', most: 12 },
	strokes: [
		{
			id: 'pull',
			label: '拉动同比',
			indicator: techLoanBalance,
			take: 'contribution',
			kind: 'bar',
			role: 'main'
		}
	],
	headline: first('pull', '拉动'),
	source: '各银行报送，存量单位贷款信息',
	notes: ['拉动＝该行同比增减额÷上年同期全市余额，各行之和等于全市增速；列前12家']
});
