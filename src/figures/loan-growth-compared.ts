import allLoanBalance from '#indicators/04-policy-funds/all-loan-balance.ts';
import techLoanBalance from '#indicators/04-policy-funds/tech-loan-balance.ts';
import { defineFigure } from './define.ts';
import { against } from './headline.ts';

export default defineFigure({
	id: 'loan-growth-compared',
	label: '科创企业贷款与各项贷款增速',
	theme: 'loans',
	form: 'line',
	axis: { kind: 'months', count: 25 },
	strokes: [
		{
			id: 'tech',
			label: '科创企业贷款',
			indicator: techLoanBalance,
			take: 'yearOnYear',
			kind: 'line',
			role: 'main'
		},
		{ id: 'all', label: '各项贷款', indicator: allLoanBalance, take: 'yearOnYear', kind: 'line' }
	],
	published: [
		{
			id: 'nation',
			label: '全国科技型中小企业贷款',
			series: '科技型中小企业贷款余额(本外币)',
			region: '全国',
			take: 'yearOnYear'
		}
	],
	headline: against('tech', 'all', '科创企业贷款', '各项贷款'),
	source: '各银行报送，存量单位贷款信息、各项贷款'
});
